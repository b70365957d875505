// SPDX-License-Identifier: MIT
/* Reads single lines again from their source. */
#include "reread.h"

#include "charset.h"
#include "command.h"
#include "lines.h"
#include "resume.h"
#include "source.h"
#include "store_restart.h"

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

/* Some of the cited lines, and where the stream that has them begins. */
struct stretch {
	const struct report_cited *cited;
	size_t from, until;   /* of cited->lines */
	int64_t line, offset; /* of the stream's first line, less one, and of its first byte */
};

/* Walks the lines up to the last one wanted. */
static enum status give_lines(struct lines *lines, struct charset *charset,
			      const struct stretch *stretch, report_line_fn *on_line, void *report,
			      struct error *error)
{
	enum status status = STATUS_OK;
	size_t given = stretch->from;
	while (given < stretch->until) {
		struct line line;
		status = lines_next(lines, &line, error);
		if (status != STATUS_OK) {
			break;
		}
		if (line.number + stretch->line != stretch->cited->lines[given]) {
			continue;
		}
		struct slice text;
		bool is_mended = false;
		struct position position = {line.number + stretch->line,
					    line.offset + stretch->offset, line.raw};
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

static enum status read_stretch(struct blocks blocks, const struct stretch *stretch,
				report_line_fn *on_line, void *report, struct error *error)
{
	enum charset_kind kind = charset_named(stretch->cited->charset);
	struct charset *charset = NULL;
	struct lines *lines = lines_new(blocks, kind, 0);
	enum status status = lines == NULL ? error_set(error, STATUS_NO_MEMORY, "out of memory")
					   : charset_open(kind, &charset, error);
	if (status == STATUS_OK) {
		status = give_lines(lines, charset, stretch, on_line, report, error);
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

/* From the front of the file to the last line wanted. */
static enum status read_front(const char *path, const struct stretch *stretch,
			      report_line_fn *on_line, void *report, struct error *error)
{
	const struct report_cited *cited = stretch->cited;
	const struct file_options options = {.is_interrupted = command_stop()};
	struct source *source = NULL;
	struct blocks blocks;
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
		status = read_stretch(blocks, stretch, on_line, report, error);
	}
	source_close(source);
	return status;
}

/* The lines from `from` on that are best read from one place; STATUS_END: from the front. */
static enum status find_stretch(const struct reread *reread, const struct report_cited *cited,
				size_t from, struct stretch *ret_stretch,
				struct restart_found *ret_found, struct error *error)
{
	*ret_stretch = (struct stretch){.cited = cited, .from = from, .until = from + 1};
	enum status first = restarts_find(reread->store, cited->source, cited->entry_sha256,
					  cited->lines[from], ret_found, error);
	struct restart_found *next = calloc(1, sizeof *next);
	if (next == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	enum status status = first;
	while ((status == STATUS_OK || status == STATUS_END) && ret_stretch->until < cited->count) {
		status = restarts_find(reread->store, cited->source, cited->entry_sha256,
				       cited->lines[ret_stretch->until], next, error);
		if (status != first ||
		    (status == STATUS_OK && next->restart.line != ret_found->restart.line)) {
			break;
		}
		ret_stretch->until++;
	}
	free(next);
	return status == STATUS_OK || status == STATUS_END ? first : status;
}

/* STATUS_MISMATCH: the file is not what it was, or that part of it. */
static enum status read_part(struct reread *reread, const char *path, struct stretch *stretch,
			     const struct restart_found *found, report_line_fn *on_line,
			     void *report, struct error *error)
{
	struct resume *resume = NULL;
	const struct restart *restart = &found->restart;
	stretch->line = restart->line - 1;
	stretch->offset = restart->offset;
	enum status status = resume_open(path, found->source_bytes, restart, &resume, error);
	if (status != STATUS_OK) {
		return STATUS_MISMATCH; /* reading from the front says what is wrong */
	}
	reread->part_at = restart->packed_at;
	reread->part_end = restart->packed_end > 0 ? restart->packed_end : found->source_bytes;
	status = read_stretch(resume_blocks(resume), stretch, on_line, report, error);
	resume_close(resume);
	return status;
}

static enum status read_all(struct reread *reread, const char *path,
			    const struct report_cited *cited, struct restart_found *found,
			    report_line_fn *on_line, void *report, struct error *error)
{
	enum status status = STATUS_OK;
	struct stretch stretch = {.cited = cited};
	while (status == STATUS_OK && stretch.until < cited->count) {
		status = reread->store == NULL ? STATUS_END
					       : find_stretch(reread, cited, stretch.until,
							      &stretch, found, error);
		if (status == STATUS_OK) {
			status = read_part(reread, path, &stretch, found, on_line, report, error);
		} else if (status == STATUS_END) {
			stretch.until = reread->store == NULL ? cited->count : stretch.until;
			reread->has_read_front = true;
			status = read_front(path, &stretch, on_line, report, error);
		}
		if (status == STATUS_MISMATCH) {
			stretch = (struct stretch){
				.cited = cited, .from = stretch.from, .until = cited->count};
			reread->has_read_front = true;
			status = read_front(path, &stretch, on_line, report, error);
		}
	}
	return status;
}

enum status reread_lines(void *user, const struct report_cited *cited, report_line_fn *on_line,
			 void *report, struct error *error)
{
	struct reread *reread = user;
	if (strcmp(cited->source, "-") == 0) {
		return error_set(error, STATUS_IO, "%s: it came through standard input and is gone",
				 cited->chain);
	}
	char *path = reread_path(reread->directory, cited->source);
	struct restart_found *found = calloc(1, sizeof *found);
	enum status status = path == NULL || found == NULL
				     ? error_set(error, STATUS_NO_MEMORY, "out of memory")
				     : read_all(reread, path, cited, found, on_line, report, error);
	free(found);
	free(path);
	return status == STATUS_LIMIT ? STATUS_CORRUPT : status;
}
