-- Which rows an import wrote is summed up by vacuum, which comes after many new rows anyway: asked for page by page, the requests of a large
-- import overflow, and each that does is a line of the server's log.
ALTER INDEX import_change_job SET (autosummarize = off);
