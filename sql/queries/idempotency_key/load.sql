SELECT digest, reference FROM idempotency_key WHERE person = ? AND word = ? FOR UPDATE
