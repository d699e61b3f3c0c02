-- The language of a person, where it is not the workspace's: a BCP 47 tag whose language the program has a catalogue of.
alter table users add column locale text check (char_length(locale) between 2 and 35);
