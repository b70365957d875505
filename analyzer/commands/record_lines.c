// SPDX-License-Identifier: MIT
/* The lines that make one record, from what the books say of each. */
#include "record_lines.h"

#include "format.h"
#include "whereabouts.h"

/* What the books say of a line. */
enum line_kind {
	LINE_NONE, /* nothing: it is blank, or outside the entry */
	LINE_EVENT,
	LINE_HEADER,
	LINE_CONTINUATION,
};

/* The neighbourhood of the line that is asked for. */
struct neighbours {
	enum line_kind kinds[2 * RECORD_LINES_MAX + 1];
	int64_t from;       /* line of the first */
	bool goes_on_below; /* the entry's format continues records; else parts stand above */
};

static enum line_kind kind_at(const struct neighbours *near, int64_t line)
{
	int64_t at = line - near->from;
	return at < 0 || at > 2 * (int64_t)RECORD_LINES_MAX ? LINE_EVENT : near->kinds[at];
}

static enum line_kind kind_of(struct slice word)
{
	return slice_is(word, "continuation") ? LINE_CONTINUATION
	       : slice_is(word, "header")     ? LINE_HEADER
					      : LINE_EVENT;
}

static enum status read_kinds(struct store *store, int64_t entry, struct neighbours *near,
			      struct error *error)
{
	static const char sql[] =
		"SELECT line, CASE WHEN typeof(code) = 'integer'"
		"   THEN (SELECT text FROM word WHERE id = code) ELSE code END"
		" FROM happening WHERE id BETWEEN ?4 AND ?5 AND line BETWEEN ?2 AND ?3"
		" UNION ALL SELECT line, NULL FROM request"
		" WHERE id BETWEEN ?4 AND ?5 AND line BETWEEN ?2 AND ?3"
		" UNION ALL SELECT line, NULL FROM flow"
		" WHERE id BETWEEN ?4 AND ?5 AND line BETWEEN ?2 AND ?3"
		" UNION ALL SELECT line, NULL FROM rejected_line"
		" WHERE entry = ?1 AND line BETWEEN ?2 AND ?3";
	int64_t last = near->from + 2 * (int64_t)RECORD_LINES_MAX;
	struct id_range ids;
	enum status status = whereabouts_ids(store, entry, near->from, last, &ids, error);
	if (status != STATUS_OK) {
		return status;
	}
	const struct value values[] = {value_int(entry), value_int(near->from), value_int(last),
				       value_int(ids.from), value_int(ids.to)};
	struct rows *rows = NULL;
	status = rows_open_with(store, sql, values, sizeof values / sizeof values[0], &rows, error);
	while (status == STATUS_OK) {
		status = rows_next(rows, error);
		if (status == STATUS_OK) {
			near->kinds[rows_int(rows, 0) - near->from] = kind_of(rows_text(rows, 1));
		}
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status read_format(struct store *store, int64_t entry, struct neighbours *near,
			       struct error *error)
{
	const struct value value = value_int(entry);
	struct rows *rows = NULL;
	enum status status = rows_open_with(store, "SELECT format FROM entry WHERE id = ?1", &value,
					    1, &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		char name[64] = ""; /* of a format; longer ones are no format of the shelf */
		struct slice text = rows_text(rows, 0);
		if (text.size < sizeof name) {
			memcpy(name, text.data, text.size);
		}
		const struct format *format = format_find(name);
		near->goes_on_below = format != NULL && format->begins != NULL;
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

/* The line of the record's event. */
static int64_t find_event(const struct neighbours *near, int64_t line)
{
	enum line_kind kind = kind_at(near, line);
	int64_t step = kind == LINE_CONTINUATION && near->goes_on_below ? -1 : 1;
	int64_t at = line;
	if (kind != LINE_CONTINUATION && kind != LINE_HEADER) {
		return line;
	}
	while (kind_at(near, at) == kind || kind_at(near, at) == LINE_NONE) {
		at += step;
	}
	return at - near->from < 0 || at - near->from > 2 * (int64_t)RECORD_LINES_MAX ? line : at;
}

static struct line_span span_of(const struct neighbours *near, int64_t line)
{
	int64_t event = find_event(near, line);
	struct line_span span = {event, event};
	for (;;) {
		enum line_kind kind = kind_at(near, span.first - 1);
		bool is_head =
			kind == LINE_HEADER || (kind == LINE_CONTINUATION && !near->goes_on_below);
		if (!is_head) {
			break;
		}
		span.first--;
	}
	for (int64_t at = event + 1; near->goes_on_below; at++) {
		enum line_kind kind = kind_at(near, at);
		if (kind == LINE_CONTINUATION) {
			span.last = at;
		} else if (kind != LINE_NONE) {
			break;
		}
	}
	span.first = span.first < line ? span.first : line;
	span.last = span.last > line ? span.last : line;
	return span;
}

enum status record_lines_find(struct store *store, int64_t entry, int64_t line,
			      struct line_span *ret_span, struct error *error)
{
	struct neighbours near = {.from = line - RECORD_LINES_MAX};
	enum status status = read_kinds(store, entry, &near, error);
	if (status == STATUS_OK) {
		status = read_format(store, entry, &near, error);
	}
	if (status == STATUS_OK) {
		*ret_span = span_of(&near, line);
	}
	return status;
}
