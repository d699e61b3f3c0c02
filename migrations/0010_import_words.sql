-- The words of what an import brought are written behind it: to which line of the file they are; null, to the end.
alter table imports add column words_line bigint;
-- Within the migration's transaction an index cannot be built concurrently; imports are few.
-- squawk-ignore require-concurrent-index-creation
create index imports_without_words on imports (tenant_id) where words_line is not null;
