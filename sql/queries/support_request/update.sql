UPDATE support_request
SET
  version = :version, changes = changes + 1, stage = :stage, outcome = :outcome, priority = :priority, title = :title,
  requester = :requester, requester_name = :requester_name, shown_name = :shown_name, owner =
  :owner, waiting_for = :waiting_for, waiting_until = :waiting_until, question_open =
  :question_open, promise_who = :promise_who, promise_what = :promise_what, promise_by =
  :promise_by, received_at = :received_at, received_year = :received_year, updated_at = :updated_at,
  closed_at = :closed_at, due_order = :due_order, published = :published, country = :country, region
  = :region, language = :language, affiliate = :affiliate, first_time = :first_time
WHERE reference = :reference
