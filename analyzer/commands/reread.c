// SPDX-License-Identifier: MIT
/* Reads single lines again from their source. */
#include "reread.h"

#include "charset.h"
#include "command.h"
#include "lines.h"
#include "source.h"

#include <stdio.h>
#include <stdlib.h>

char *reread_path(const char *directory, const char *name)
{
	char *path = NULL;
	if (name[0] == '/' || strcmp(directory, ".") == 0) {
		return slice_copy(slice_from(name));
	}
	return asprintf(&path, "%s/%s", directory, name) < 0 ? NULL : path;
}

char *reread_directory(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (slash == NULL) {
		return slice_copy(slice_from("."));
	}
	return slice_copy(slice_make(path, slash == path ? 1 : (size_t)(slash - path)));
}

static enum charset_kind charset_named(const char *name)
{
	static const enum charset_kind kinds[] = {CHARSET_CP949, CHARSET_UTF16LE, CHARSET_UTF16BE};
	for (size_t i = 0; name != NULL && i < sizeof kinds / sizeof kinds[0]; i++) {
		if (strcmp(charset_name(kinds[i]), name) == 0) {
			return kinds[i];
		}
	}
	return CHARSET_UTF8;
}

/* Walks the lines up to the last one wanted. */
static enum status give_lines(struct lines *lines, struct charset *charset,
			      const struct report_cited *cited, report_line_fn *on_line,
			      void *report, struct error *error)
{
	enum status status = STATUS_OK;
	size_t given = 0;
	while (given < cited->count) {
		struct line line;
		status = lines_next(lines, &line, error);
		if (status != STATUS_OK) {
			break;
		}
		if (line.number != cited->lines[given]) {
			continue;
		}
		struct slice text;
		bool is_mended = false;
		struct position position = {line.number, line.offset, line.raw};
		status = charset_decode(charset, line.raw, &text, &is_mended, error);
		if (status == STATUS_OK) {
			status = on_line(report, &position, text, error);
		}
		if (status != STATUS_OK) {
			return status;
		}
		given++;
	}
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status read_entry(struct blocks blocks, const struct report_cited *cited,
			      report_line_fn *on_line, void *report, struct error *error)
{
	enum charset_kind kind = charset_named(cited->charset);
	struct charset *charset = NULL;
	struct lines *lines = lines_new(blocks, kind, 0);
	enum status status = lines == NULL ? error_set(error, STATUS_NO_MEMORY, "out of memory")
					   : charset_open(kind, &charset, error);
	if (status == STATUS_OK) {
		status = give_lines(lines, charset, cited, on_line, report, error);
	}
	charset_close(charset);
	lines_free(lines);
	return status;
}

/* Goes to the entry of that chain. A member before it that cannot be read is passed over. */
static enum status find_entry(struct source *source, const char *chain, struct blocks *ret_blocks,
			      struct error *error)
{
	for (;;) {
		struct entry entry = {0};
		enum status status = source_next(source, &entry, ret_blocks, error);
		if (status == STATUS_END || status == STATUS_NO_MEMORY ||
		    status == STATUS_INTERRUPTED) {
			return status;
		}
		if (entry.chain != NULL && strcmp(entry.chain, chain) == 0) {
			return status;
		}
	}
}

enum status reread_lines(void *user, const struct report_cited *cited, report_line_fn *on_line,
			 void *report, struct error *error)
{
	const struct reread *reread = user;
	const struct file_options options = {.is_interrupted = command_stop()};
	struct source *source = NULL;
	struct blocks blocks;
	if (strcmp(cited->source, "-") == 0) {
		return error_set(error, STATUS_IO, "%s: it came through standard input and is gone",
				 cited->chain);
	}
	char *path = reread_path(reread->directory, cited->source);
	if (path == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	struct error cause = {0};
	enum status status = source_open(path, cited->source, &options, &source, &cause);
	if (status != STATUS_OK) {
		(void)error_set(error, status, "%s: where do the sources lie? give --sources DIR",
				cause.message);
	}
	if (status == STATUS_OK) {
		status = find_entry(source, cited->chain, &blocks, error);
		if (status == STATUS_END) {
			status = error_set(error, STATUS_IO, "%s: is not in the file any more",
					   cited->chain);
		}
	}
	if (status == STATUS_OK) {
		status = read_entry(blocks, cited, on_line, report, error);
	}
	source_close(source);
	free(path);
	return status == STATUS_LIMIT ? STATUS_CORRUPT : status;
}
