-- The last number of the book when a figure was frozen: what came since is told by numbers, not by clocks. None for what was frozen before.
ALTER TABLE figure_frozen ADD COLUMN book_number BIGINT;
