-- Search and reports that stay fast in a tenant of 200,000 leads and 50,000 deals.
-- Within the migration's transaction an index cannot be built concurrently; these are built before there are many rows.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, ban-drop-constraint, constraint-missing-not-valid, adding-serial-primary-key-field

-- ------------------------------------------------------------------------------------------------ search

-- Two questions are asked of the words of records. "Which words has this record?": when it changes, and when a record
-- that one word found is asked for the others. The unique index of 0006 answers it, and takes the place of of_record.
drop index search_tokens_of_record;
-- "Which records of a noun have a word that begins so?": word by word, the newest record first, and everything that
-- the row rule looks at in the index itself, so that rows of others cost no visit to the table.
create index search_tokens_of_noun on search_tokens (tenant_id, noun, token, record_id desc) include (owner_id, directory);
