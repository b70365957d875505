// SPDX-License-Identifier: MIT
/*
 * The account of what was read and how: coverage, clocks, sources, rejected lines, policy, queries.
 */
#include "report_own.h"

static enum status take_coverage(struct report_own *own, struct rows *rows, void *user,
				 struct error *error)
{
	(void)user;
	struct report *report = own->report;
	size_t count = report->coverage_count;
	const char *feed = "";
	enum status status = own_text(own, rows, 0, &feed, error);
	if (status == STATUS_OK &&
	    (count == 0 || strcmp(feed, report->coverage[count - 1].feed) != 0)) {
		struct report_coverage *item =
			OWN_PUSH(own, report->coverage, report->coverage_count);
		if (item == NULL) {
			return own_no_memory(error);
		}
		item->feed = feed;
		status = own_word(own, rows, 1, &item->kind, error);
	}
	if (status != STATUS_OK || rows_is_null(rows, 2)) {
		return status;
	}
	struct report_coverage *coverage = &report->coverage[report->coverage_count - 1];
	struct report_stretch *stretch =
		OWN_PUSH(own, coverage->stretches, coverage->stretch_count);
	if (stretch == NULL) {
		return own_no_memory(error);
	}
	*stretch = (struct report_stretch){rows_int(rows, 2), rows_int(rows, 3)};
	return STATUS_OK;
}

/* Before the first and after the last correction a clock's row is open. */
static timestamp open_ended(struct rows *rows, size_t column)
{
	int64_t at = rows_int(rows, column);
	bool open = at < -INT64_C(4000) * 366 * US_PER_DAY || at > INT64_C(4000) * 366 * US_PER_DAY;
	return open || rows_is_null(rows, column) ? TIMESTAMP_NONE : at;
}

static enum status take_clock(struct report_own *own, struct rows *rows, void *user,
			      struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_clock *clock = OWN_PUSH(own, report->clocks, report->clock_count);
	if (clock == NULL) {
		return own_no_memory(error);
	}
	clock->from_at = open_ended(rows, 1);
	clock->to_at = open_ended(rows, 2);
	clock->offset = own_amount(rows_int(rows, 3));
	clock->width = own_amount(rows_int(rows, 4));
	clock->width.s = round_up(clock->width.us, US_PER_S);
	clock->pairs = rows_int(rows, 5);
	clock->agreement_permille = rows_int(rows, 6);
	enum status status = own_text(own, rows, 0, &clock->feed, error);
	return status == STATUS_OK ? own_word(own, rows, 7, &clock->origin, error) : status;
}

static enum status take_entry(struct report_own *own, struct rows *rows, void *user,
			      struct error *error)
{
	struct report_source *source = user;
	struct report_entry *entry = OWN_PUSH(own, source->entries, source->entry_count);
	if (entry == NULL) {
		return own_no_memory(error);
	}
	entry->tally = (struct tally){.lines = rows_int(rows, 8),
				      .events = rows_int(rows, 9),
				      .rejected = rows_int(rows, 10),
				      .blank = rows_int(rows, 11),
				      .cut = rows_int(rows, 12),
				      .mended = rows_int(rows, 13),
				      .bytes = rows_int(rows, 14)};
	entry->bytes = entry->tally.bytes;
	entry->first_at = rows_time(rows, 15);
	entry->last_at = rows_time(rows, 16);
	if (rows_int(rows, 17) != 0) {
		tally_add(&own->report->tally, &entry->tally);
	}
	const char **words[] = {&entry->sha256, &entry->format,      &entry->charset,
				&entry->zone,   &entry->zone_origin, &entry->state};
	enum status status = own_text(own, rows, 0, &entry->chain, error);
	for (size_t i = 0; i < sizeof words / sizeof words[0] && status == STATUS_OK; i++) {
		status = own_word(own, rows, 1 + i, words[i], error);
	}
	return status == STATUS_OK ? own_text(own, rows, 7, &entry->note, error) : status;
}

/* path, feed, kind, sha256, state, note, custody, bytes, id */
static enum status take_source(struct report_own *own, struct rows *rows, void *user,
			       struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_source *source = OWN_PUSH(own, report->sources, report->source_count);
	if (source == NULL) {
		return own_no_memory(error);
	}
	source->bytes = rows_int(rows, 7);
	enum status status = own_text(own, rows, 0, &source->path, error);
	if (status == STATUS_OK) {
		status = own_text(own, rows, 1, &source->feed, error);
	}
	const char **words[] = {&source->kind, &source->sha256, &source->state};
	for (size_t i = 0; i < sizeof words / sizeof words[0] && status == STATUS_OK; i++) {
		status = own_word(own, rows, 2 + i, words[i], error);
	}
	if (status == STATUS_OK) {
		status = own_text(own, rows, 5, &source->note, error);
	}
	if (status == STATUS_OK) {
		status = own_text(own, rows, 6, &source->custody, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	return own_each_with(
		own,
		"SELECT chain, sha256, format, charset, zone, zone_origin, state, note,"
		" lines, events, rejected, blank, cut, mended, bytes, first_at, last_at,"
		" EXISTS (SELECT 1 FROM entry_counted AS c WHERE c.id = entry.id)"
		" FROM entry WHERE source = ?1 ORDER BY chain, id",
		value_int(rows_int(rows, 8)), take_entry, source, error);
}

static enum status take_rejection(struct report_own *own, struct rows *rows, void *user,
				  struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_rejection *item = OWN_PUSH(own, report->rejections, report->rejection_count);
	if (item == NULL) {
		return own_no_memory(error);
	}
	item->lines = rows_int(rows, 1);
	return own_text(own, rows, 0, &item->reason, error);
}

static enum status take_policy(struct report_own *own, struct rows *rows, void *user,
			       struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_policy *item = OWN_PUSH(own, report->policies, report->policy_count);
	if (item == NULL) {
		return own_no_memory(error);
	}
	item->value = rows_int(rows, 3);
	item->standard = rows_int(rows, 4);
	const char **words[] = {&item->name, &item->unit, &item->note};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof words / sizeof words[0] && status == STATUS_OK; i++) {
		status = own_word(own, rows, i, words[i], error);
	}
	return status;
}

static enum status take_warning(struct report_own *own, struct rows *rows, void *user,
				struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_warning *item = OWN_PUSH(own, report->warnings, report->warning_count);
	if (item == NULL) {
		return own_no_memory(error);
	}
	enum status status = own_word(own, rows, 0, &item->origin, error);
	return status == STATUS_OK ? own_text(own, rows, 1, &item->text, error) : status;
}

static enum status take_method(struct report_own *own, struct rows *rows, void *user,
			       struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_method *item = OWN_PUSH(own, report->methods, report->method_count);
	if (item == NULL) {
		return own_no_memory(error);
	}
	const char **words[] = {&item->name, &item->title, &item->sha256};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof words / sizeof words[0] && status == STATUS_OK; i++) {
		status = own_word(own, rows, i, words[i], error);
	}
	return status;
}

enum status report_load_sources(struct report_own *own, struct error *error)
{
	static const struct {
		const char *sql;
		own_row_fn *on_row;
	} tables[] = {
		{"SELECT f.name, f.kind, c.from_at, c.to_at FROM feed AS f"
		 " LEFT JOIN coverage AS c ON c.feed = f.id ORDER BY f.name, c.from_at",
		 take_coverage},
		{"SELECT f.name, c.from_at, c.to_at, c.offset_us, c.width_us, c.pairs, c.agreement,"
		 " c.origin FROM clock AS c JOIN feed AS f ON f.id = c.feed"
		 " ORDER BY f.name, c.from_at",
		 take_clock},
		{"SELECT s.path, f.name, f.kind, s.sha256, s.state, s.note, f.custody, s.bytes, "
		 "s.id"
		 " FROM source AS s JOIN feed AS f ON f.id = s.feed ORDER BY s.path",
		 take_source},
		{"SELECT reason, COUNT(*) FROM rejected_line GROUP BY reason"
		 " ORDER BY COUNT(*) DESC, reason",
		 take_rejection},
		{"SELECT name, unit, note, value, standard FROM policy ORDER BY name", take_policy},
		{"SELECT origin, text FROM warning ORDER BY origin, text", take_warning},
		{"SELECT name, title, sha256 FROM method_query ORDER BY name", take_method},
	};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof tables / sizeof tables[0] && status == STATUS_OK; i++) {
		status = own_each(own, tables[i].sql, tables[i].on_row, NULL, error);
	}
	return status;
}
