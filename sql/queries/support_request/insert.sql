INSERT INTO support_request (
  reference, version, stage, outcome, priority, title, requester, requester_name, shown_name, owner,
  waiting_for, waiting_until, question_open, promise_who, promise_what, promise_by, received_at,
  received_year, updated_at, closed_at, due_order, published, country, region, language, affiliate,
  first_time)
VALUES (
  :reference, :version, :stage, :outcome, :priority, :title, :requester, :requester_name,
  :shown_name, :owner, :waiting_for, :waiting_until, :question_open, :promise_who, :promise_what,
  :promise_by, :received_at, :received_year, :updated_at, :closed_at, :due_order, :published,
  :country, :region, :language, :affiliate, :first_time)
