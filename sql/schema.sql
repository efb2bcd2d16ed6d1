-- The schema as the migrations make it. Checked by a test, not run.

CREATE TABLE `ballot` (
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `request` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `place` smallint(5) unsigned NOT NULL,
  `saved_at` bigint(20) NOT NULL,
  PRIMARY KEY (`person`,`request`),
  KEY `ballot_request` (`request`),
  CONSTRAINT `ballot_request` FOREIGN KEY (`request`) REFERENCES `support_request` (`reference`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `contact` (
  `request_id` bigint(20) unsigned NOT NULL,
  `reach` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `mail` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  PRIMARY KEY (`request_id`),
  KEY `contact_mail` (`mail`),
  CONSTRAINT `contact_request` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `correspondent` (
  `request_id` bigint(20) unsigned NOT NULL,
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `mail` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `name` varchar(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `part` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `since` bigint(20) NOT NULL,
  PRIMARY KEY (`request_id`,`person`),
  UNIQUE KEY `correspondent_address` (`request_id`,`mail`),
  KEY `correspondent_mail` (`mail`),
  CONSTRAINT `correspondent_request` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `draft` (
  `word_hash` binary(32) NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `body` mediumblob NOT NULL,
  `expires_at` datetime NOT NULL,
  PRIMARY KEY (`word_hash`),
  KEY `draft_expires` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `due_mail` (
  `request_id` bigint(20) unsigned NOT NULL,
  `kind` varchar(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `seq` int(10) unsigned NOT NULL,
  `due_at` bigint(20) NOT NULL,
  PRIMARY KEY (`request_id`,`kind`,`seq`),
  KEY `due_mail_due` (`due_at`),
  CONSTRAINT `due_mail_request` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `equity_snapshot` (
  `month` char(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `body` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `made_at` bigint(20) NOT NULL,
  PRIMARY KEY (`month`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `erasure` (
  `id` char(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `at` bigint(20) NOT NULL,
  `by_person` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `kind` varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `subject` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `seq` int(10) unsigned DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `erasure_at` (`at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `event` (
  `request_id` bigint(20) unsigned NOT NULL,
  `seq` int(10) unsigned NOT NULL,
  `at` bigint(20) NOT NULL,
  `by_person` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `capacity` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `policy_version` int(10) unsigned NOT NULL,
  `kind` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `data` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (`request_id`,`seq`),
  KEY `event_policy` (`policy_version`),
  KEY `event_by_person` (`by_person`,`request_id`),
  CONSTRAINT `event_policy` FOREIGN KEY (`policy_version`) REFERENCES `policy` (`version`),
  CONSTRAINT `event_request` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`),
  CONSTRAINT `event_data` CHECK (json_valid(`data`))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `feedback_draft` (
  `request` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `body` mediumblob NOT NULL,
  `saved_at` bigint(20) NOT NULL,
  PRIMARY KEY (`request`,`person`),
  KEY `feedback_draft_person` (`person`),
  CONSTRAINT `feedback_draft_request` FOREIGN KEY (`request`) REFERENCES `support_request` (`reference`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `gadget_token` (
  `token_hash` binary(32) NOT NULL,
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `origin` varchar(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `expires_at` datetime NOT NULL,
  PRIMARY KEY (`token_hash`),
  KEY `gadget_token_person` (`person`),
  KEY `gadget_token_expires` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `idempotency_key` (
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `word` varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `digest` binary(32) NOT NULL,
  `reference` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `created_at` datetime NOT NULL DEFAULT current_timestamp(),
  PRIMARY KEY (`person`,`word`),
  KEY `idempotency_key_created` (`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `incoming_mail` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `reference` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `identity` binary(32) NOT NULL,
  `message_id_hash` binary(32) DEFAULT NULL,
  `message_id` varchar(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `arrived_at` bigint(20) NOT NULL,
  `bytes` int(10) unsigned NOT NULL,
  `from_mail` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `from_name` varchar(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `subject` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `writer` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `outcome` varchar(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `reason` varchar(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `state` varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `request_id` bigint(20) unsigned DEFAULT NULL,
  `may_answer` tinyint(1) NOT NULL,
  `sealed` tinyint(1) NOT NULL,
  `raw_kept` tinyint(1) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `incoming_mail_reference` (`reference`),
  UNIQUE KEY `incoming_mail_identity` (`identity`),
  KEY `incoming_mail_message` (`message_id_hash`),
  KEY `incoming_mail_state` (`state`,`id`),
  KEY `incoming_mail_request` (`request_id`,`id`),
  KEY `incoming_mail_age` (`raw_kept`,`arrived_at`),
  CONSTRAINT `incoming_mail_request` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `lease` (
  `name` varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `holder` char(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `held_until` datetime NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `mail_attachment` (
  `mail_id` bigint(20) unsigned NOT NULL,
  `n` smallint(5) unsigned NOT NULL,
  `name` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `media_type` varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `bytes` int(10) unsigned NOT NULL,
  `kept` varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (`mail_id`,`n`),
  CONSTRAINT `mail_attachment_mail` FOREIGN KEY (`mail_id`) REFERENCES `incoming_mail` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `mail_blob` (
  `mail_id` bigint(20) unsigned NOT NULL,
  `item` smallint(5) unsigned NOT NULL,
  `piece` int(10) unsigned NOT NULL,
  `body` mediumblob NOT NULL,
  PRIMARY KEY (`mail_id`,`item`,`piece`),
  CONSTRAINT `mail_blob_mail` FOREIGN KEY (`mail_id`) REFERENCES `incoming_mail` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `mail_generation` (
  `request_id` bigint(20) unsigned NOT NULL,
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `generation` int(10) unsigned NOT NULL,
  PRIMARY KEY (`request_id`,`person`),
  CONSTRAINT `mail_generation_request` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `mail_move` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `mail_id` bigint(20) unsigned NOT NULL,
  `at` bigint(20) NOT NULL,
  `by_person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `from_state` varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `from_request` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `to_state` varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `to_request` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `reason` varchar(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `mail_move_mail` (`mail_id`,`id`),
  CONSTRAINT `mail_move_mail` FOREIGN KEY (`mail_id`) REFERENCES `incoming_mail` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `mail_preference` (
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `way` varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `mail` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `confirmed` tinyint(1) NOT NULL DEFAULT 0,
  `pace` varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `ballot` tinyint(1) NOT NULL DEFAULT 0,
  `language` varchar(35) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `generation` int(10) unsigned NOT NULL DEFAULT 0,
  `changed_at` bigint(20) NOT NULL,
  PRIMARY KEY (`person`),
  KEY `mail_preference_mail` (`mail`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `mail_text` (
  `mail_id` bigint(20) unsigned NOT NULL,
  `body` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (`mail_id`),
  CONSTRAINT `mail_text_mail` FOREIGN KEY (`mail_id`) REFERENCES `sent_mail` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `mailbox_uid` (
  `mailbox` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `uid_validity` int(10) unsigned NOT NULL,
  `uid` int(10) unsigned NOT NULL,
  `mail_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`mailbox`,`uid_validity`,`uid`),
  KEY `mailbox_uid_mail` (`mail_id`),
  CONSTRAINT `mailbox_uid_mail` FOREIGN KEY (`mail_id`) REFERENCES `incoming_mail` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `meeting` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `reference` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `starts_at` bigint(20) NOT NULL,
  `minutes` smallint(5) unsigned NOT NULL,
  `zone` varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `place` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `cancelled` tinyint(1) NOT NULL DEFAULT 0,
  `changes` int(10) unsigned NOT NULL DEFAULT 0,
  `changed_by` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `changed_at` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `meeting_reference` (`reference`),
  KEY `meeting_starts` (`starts_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `meeting_note` (
  `meeting_id` bigint(20) unsigned NOT NULL,
  `subject` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `version` int(10) unsigned NOT NULL,
  `public_text` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `internal_text` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `by_person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `at` bigint(20) NOT NULL,
  PRIMARY KEY (`meeting_id`,`subject`),
  CONSTRAINT `meeting_note_meeting` FOREIGN KEY (`meeting_id`) REFERENCES `meeting` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `member_standing` (
  `request_id` bigint(20) unsigned NOT NULL,
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `aside` tinyint(1) NOT NULL,
  `gave_feedback` tinyint(1) NOT NULL,
  `mentioned` tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`request_id`,`person`),
  KEY `member_standing_person` (`person`,`aside`),
  CONSTRAINT `member_standing_request` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `merged_request` (
  `request_id` bigint(20) unsigned NOT NULL,
  `into_id` bigint(20) unsigned NOT NULL,
  `by_person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `at` bigint(20) NOT NULL,
  PRIMARY KEY (`request_id`),
  KEY `merged_request_into` (`into_id`),
  CONSTRAINT `merged_request_from` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`),
  CONSTRAINT `merged_request_into` FOREIGN KEY (`into_id`) REFERENCES `support_request` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `migration` (
  `version` int(10) unsigned NOT NULL,
  `name` varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `checksum` binary(32) NOT NULL,
  `applied_at` datetime NOT NULL DEFAULT current_timestamp(),
  PRIMARY KEY (`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `oauth_token` (
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `key_id` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `access` varbinary(8000) NOT NULL,
  `refresh` varbinary(8000) DEFAULT NULL,
  `expires_at` datetime NOT NULL,
  `lease` char(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `leased_until` datetime DEFAULT NULL,
  PRIMARY KEY (`person`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `outbox` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `request_id` bigint(20) unsigned DEFAULT NULL,
  `kind` varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `note` varchar(20) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `cause` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `as_person` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `token` char(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `mail_id` bigint(20) unsigned DEFAULT NULL,
  `state` varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'waiting',
  `attempts` int(10) unsigned NOT NULL DEFAULT 0,
  `created_at` datetime NOT NULL DEFAULT current_timestamp(),
  `due_at` datetime NOT NULL DEFAULT current_timestamp(),
  `finished_at` datetime DEFAULT NULL,
  `lease` char(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `leased_until` datetime DEFAULT NULL,
  `error` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `outbox_mail` (`mail_id`),
  KEY `outbox_due` (`state`,`due_at`),
  KEY `outbox_order` (`request_id`,`state`,`id`),
  KEY `outbox_lease` (`lease`),
  CONSTRAINT `outbox_mail` FOREIGN KEY (`mail_id`) REFERENCES `sent_mail` (`id`),
  CONSTRAINT `outbox_request` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `person` (
  `id` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `issuer` varchar(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `sub` varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name` varchar(255) NOT NULL,
  `blocked` tinyint(1) NOT NULL DEFAULT 0,
  `registered_at` bigint(20) DEFAULT NULL,
  `first_seen_at` bigint(20) NOT NULL,
  `signed_in_at` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `person_account` (`issuer`,`sub`),
  KEY `person_name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `policy` (
  `version` int(10) unsigned NOT NULL,
  `toml` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `adopted_at` bigint(20) NOT NULL,
  `adopted_by` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  PRIMARY KEY (`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `popup_code` (
  `code_hash` binary(32) NOT NULL,
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `origin` varchar(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `challenge` char(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `expires_at` datetime NOT NULL,
  PRIMARY KEY (`code_hash`),
  KEY `popup_code_expires` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `prose` (
  `request_id` bigint(20) unsigned NOT NULL,
  `seq` int(10) unsigned NOT NULL,
  `n` smallint(5) unsigned NOT NULL,
  `salt` binary(16) NOT NULL,
  `body` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (`request_id`,`seq`,`n`),
  CONSTRAINT `prose_event` FOREIGN KEY (`request_id`, `seq`) REFERENCES `event` (`request_id`, `seq`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `ranking` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `minutes` int(10) unsigned DEFAULT NULL,
  `chosen` text CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `reason` text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `recorded_by` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `recorded_at` bigint(20) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `role_grant` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `role` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `granted_by` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `granted_at` bigint(20) NOT NULL,
  `revoked_by` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `revoked_at` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `role_grant_person` (`person`,`revoked_at`),
  KEY `role_grant_role` (`role`,`revoked_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `search_word` (
  `word` varchar(40) NOT NULL,
  `request_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`word`,`request_id`),
  KEY `search_word_request` (`request_id`),
  CONSTRAINT `search_word_request` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `seat` (
  `reference` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `stands_in_for` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `region` varchar(40) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `affiliates` text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `from_day` char(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `until_day` char(10) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `added_by` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `added_at` bigint(20) NOT NULL,
  `ended_on` char(10) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `ended_by` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `ended_at` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`reference`),
  KEY `seat_person` (`person`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `sent_mail` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `message_id` varchar(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `request_id` bigint(20) unsigned DEFAULT NULL,
  `addressee` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `kind` varchar(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `seq` int(10) unsigned DEFAULT NULL,
  `once_key` varchar(100) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `state` varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `by_person` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `in_reply_to` varchar(500) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `reason` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `made_at` bigint(20) NOT NULL,
  `sent_at` bigint(20) DEFAULT NULL,
  `sender` varchar(254) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `tried_on` datetime DEFAULT NULL,
  `in_doubt` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `meeting` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `sent_mail_message` (`message_id`),
  UNIQUE KEY `sent_mail_once` (`once_key`),
  KEY `sent_mail_thread` (`request_id`,`addressee`,`id`),
  KEY `sent_mail_addressee` (`addressee`,`state`),
  KEY `sent_mail_tried` (`tried_on`),
  CONSTRAINT `sent_mail_request` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `session` (
  `token_hash` binary(32) NOT NULL,
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `expires_at` datetime NOT NULL,
  PRIMARY KEY (`token_hash`),
  KEY `session_person` (`person`),
  KEY `session_expires` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `shared_page` (
  `name` varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `title` varbinary(300) NOT NULL,
  `block` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `as_person` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `state` varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'waiting',
  `attempts` int(10) unsigned NOT NULL DEFAULT 0,
  `due_at` datetime NOT NULL DEFAULT current_timestamp(),
  `token` char(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `lease` char(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `leased_until` datetime DEFAULT NULL,
  `error` varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `digest` binary(32) DEFAULT NULL,
  `revision` bigint(20) unsigned DEFAULT NULL,
  `page_id` bigint(20) unsigned DEFAULT NULL,
  `found` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  PRIMARY KEY (`name`),
  UNIQUE KEY `shared_page_title` (`title`),
  KEY `shared_page_due` (`state`,`due_at`),
  KEY `shared_page_lease` (`lease`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `support_request` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `reference` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `version` int(10) unsigned NOT NULL,
  `changes` int(10) unsigned NOT NULL DEFAULT 0,
  `stage` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `outcome` varchar(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `priority` varchar(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `title` varchar(250) NOT NULL,
  `requester` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `requester_name` varchar(250) DEFAULT NULL,
  `shown_name` varchar(250) DEFAULT NULL,
  `owner` char(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `waiting_for` varchar(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `waiting_until` char(10) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `question_open` tinyint(1) NOT NULL,
  `promise_who` varchar(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `promise_what` varchar(20) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `promise_by` bigint(20) DEFAULT NULL,
  `received_at` bigint(20) NOT NULL,
  `received_year` smallint(6) NOT NULL,
  `updated_at` bigint(20) NOT NULL,
  `closed_at` bigint(20) DEFAULT NULL,
  `due_order` bigint(20) NOT NULL,
  `published` tinyint(1) NOT NULL,
  `country` varchar(250) DEFAULT NULL,
  `region` varchar(40) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `language` varchar(35) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `affiliate` varchar(250) DEFAULT NULL,
  `first_time` tinyint(1) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `support_request_reference` (`reference`),
  KEY `support_request_due` (`due_order`,`reference`),
  KEY `support_request_stage` (`stage`,`due_order`,`reference`),
  KEY `support_request_published` (`published`,`due_order`,`reference`),
  KEY `support_request_requester` (`requester`,`received_at`),
  KEY `support_request_year` (`received_year`,`outcome`,`published`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `wiki_page` (
  `request_id` bigint(20) unsigned NOT NULL,
  `title` varbinary(300) NOT NULL,
  `digest` binary(32) DEFAULT NULL,
  `revision` bigint(20) unsigned DEFAULT NULL,
  `page_id` bigint(20) unsigned DEFAULT NULL,
  PRIMARY KEY (`request_id`),
  UNIQUE KEY `wiki_page_title` (`title`),
  CONSTRAINT `wiki_page_request` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `writing` (
  `request_id` bigint(20) unsigned NOT NULL,
  `person` char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `until` datetime NOT NULL,
  PRIMARY KEY (`request_id`,`person`),
  CONSTRAINT `writing_request` FOREIGN KEY (`request_id`) REFERENCES `support_request` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
