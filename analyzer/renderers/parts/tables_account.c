// SPDX-License-Identifier: MIT
/* The tables about the records: what was read, by which clocks and numbers, which lines are cited.
 */
#include "tables.h"

enum { QUANTITY_SIZE = 48 }; /* an int64_t in decimal, a point, a unit */

#define BEGIN(sheet, columns) sheet_begin(sheet, columns, sizeof(columns) / sizeof((columns)[0]))

/* "1.5 s" */
static void say_tenths(const struct sheet *sheet, int64_t tenths, const char *unit, char *buffer)
{
	const char *gap = words_gap(sheet->language);
	if (tenths % 10 == 0) {
		(void)snprintf(buffer, QUANTITY_SIZE, "%lld%s%s", (long long)(tenths / 10), gap,
			       unit);
	} else {
		(void)snprintf(buffer, QUANTITY_SIZE, "%lld.%lld%s%s", (long long)(tenths / 10),
			       (long long)(tenths % 10), gap, unit);
	}
}

void table_coverage(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {
		{"source", false}, {"kind", false}, {"from", false}, {"to", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->coverage_count; i++) {
		const struct report_coverage *coverage = &sheet->report->coverage[i];
		for (size_t j = 0; j < coverage->stretch_count || j == 0; j++) {
			bool any = coverage->stretch_count > 0;
			sheet_text(sheet, coverage->feed);
			sheet_word(sheet, coverage->kind);
			sheet_time(sheet, any ? coverage->stretches[j].from_at : TIMESTAMP_NONE);
			sheet_time(sheet, any ? coverage->stretches[j].to_at : TIMESTAMP_NONE);
		}
	}
	sheet_end(sheet);
}

/* How many of the pairs agree; nothing without pairs. */
static void put_agreement(struct sheet *sheet, const struct report_clock *clock)
{
	char text[QUANTITY_SIZE] = "";
	if (clock->pairs > 0) {
		say_tenths(sheet, clock->agreement_permille, "%", text);
	}
	sheet_text(sheet, text);
}

static bool clocks_change(const struct report *report)
{
	for (size_t i = 0; i < report->clock_count; i++) {
		if (report->clocks[i].from_at != TIMESTAMP_NONE ||
		    report->clocks[i].to_at != TIMESTAMP_NONE) {
			return true;
		}
	}
	return false;
}

/* Without the two columns of times when every clock was off by the same all night. */
void table_clocks(struct sheet *sheet)
{
	static const struct sheet_column steady[] = {{"source", false},   {"offset", true},
						     {"width", true},     {"pairs", true},
						     {"agreement", true}, {"origin", false}};
	static const struct sheet_column changing[] = {
		{"source", false}, {"from", false}, {"to", false},       {"offset", true},
		{"width", true},   {"pairs", true}, {"agreement", true}, {"origin", false}};
	bool change = clocks_change(sheet->report);
	if (change) {
		BEGIN(sheet, changing);
	} else {
		BEGIN(sheet, steady);
	}
	for (size_t i = 0; i < sheet->report->clock_count; i++) {
		const struct report_clock *clock = &sheet->report->clocks[i];
		sheet_text(sheet, clock->feed);
		if (change) {
			sheet_time(sheet, clock->from_at);
			sheet_time(sheet, clock->to_at);
		}
		sheet_number(sheet, clock->offset.s);
		sheet_number(sheet, clock->width.s);
		sheet_number(sheet, clock->pairs);
		put_agreement(sheet, clock);
		sheet_word(sheet, clock->origin);
	}
	sheet_end(sheet);
}

void table_regulation(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {{"rule", false}, {"text", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->regulation_count; i++) {
		const struct report_regulation *rule = &sheet->report->regulations[i];
		char text[WORDS_SENTENCE_SIZE];
		char source[WORDS_SENTENCE_SIZE];
		char name[2 * WORDS_SENTENCE_SIZE];
		words_regulation(sheet->language, sheet->report, rule, text);
		words_said(sheet->language, rule->source, source);
		(void)snprintf(name, sizeof name, "%s: %s",
			       words_label(sheet->language, rule->rule), source);
		sheet_text(sheet, name);
		sheet_text(sheet, text);
	}
	sheet_end(sheet);
}

static void put_entry(struct sheet *sheet, const struct report_source *source,
		      const struct report_entry *entry)
{
	sheet_text(sheet, entry->chain);
	sheet_word(sheet, source->kind);
	sheet_text(sheet, entry->format);
	sheet_number(sheet, entry->tally.lines);
	sheet_number(sheet, entry->tally.events);
	sheet_number(sheet, entry->tally.rejected);
	sheet_number(sheet, entry->tally.blank);
	sheet_number(sheet, entry->bytes);
	sheet_text(sheet, entry->zone);
	sheet_word(sheet, entry->state);
	sheet_text(sheet, entry->sha256);
}

/* A file in which there is no stream of lines. */
static void put_bare_source(struct sheet *sheet, const struct report_source *source)
{
	sheet_text(sheet, source->path);
	sheet_word(sheet, source->kind);
	for (size_t i = 0; i < 5; i++) {
		sheet_text(sheet, "");
	}
	sheet_number(sheet, source->bytes);
	sheet_text(sheet, "");
	sheet_word(sheet, source->state);
	sheet_text(sheet, source->sha256);
}

/* lines = events + rejected + blank, of all entries together. */
static void put_sum(struct sheet *sheet, const struct tally *sum)
{
	sheet_word(sheet, "sum");
	sheet_text(sheet, "");
	sheet_text(sheet, "");
	sheet_number(sheet, sum->lines);
	sheet_number(sheet, sum->events);
	sheet_number(sheet, sum->rejected);
	sheet_number(sheet, sum->blank);
	for (size_t i = 0; i < 4; i++) {
		sheet_text(sheet, "");
	}
}

void table_sources(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {
		{"file", false},  {"kind", false},    {"format", false}, {"lines", true},
		{"events", true}, {"rejected", true}, {"blank", true},   {"bytes", true},
		{"zone", false},  {"state", false},   {"sha256", false}};
	struct tally sum = {0};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->source_count; i++) {
		const struct report_source *source = &sheet->report->sources[i];
		for (size_t j = 0; j < source->entry_count; j++) {
			const struct tally *tally = &source->entries[j].tally;
			put_entry(sheet, source, &source->entries[j]);
			sum.lines += tally->lines;
			sum.events += tally->events;
			sum.rejected += tally->rejected;
			sum.blank += tally->blank;
		}
		if (source->entry_count == 0) {
			put_bare_source(sheet, source);
		}
	}
	put_sum(sheet, &sum);
	sheet_end(sheet);
}

void table_rejections(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {{"reason", false}, {"lines", true}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->rejection_count; i++) {
		sheet_said(sheet, sheet->report->rejections[i].reason);
		sheet_number(sheet, sheet->report->rejections[i].lines);
	}
	sheet_end(sheet);
}

/* "5 min", "1.5 s", "95 %", "64" */
static void put_quantity(struct sheet *sheet, const char *unit, int64_t value)
{
	char text[QUANTITY_SIZE];
	bool minutes = value >= US_PER_MINUTE && value % US_PER_MINUTE == 0;
	if (strcmp(unit, "per mille") == 0) {
		say_tenths(sheet, value, "%", text);
	} else if (strcmp(unit, "us") == 0 && minutes) {
		say_tenths(sheet, value / US_PER_MINUTE * 10, words_label(sheet->language, "min"),
			   text);
	} else if (strcmp(unit, "us") == 0) {
		say_tenths(sheet, value * 10 / US_PER_S, words_label(sheet->language, "seconds"),
			   text);
	} else {
		(void)snprintf(text, sizeof text, "%lld", (long long)value);
	}
	sheet_text(sheet, text);
}

/* "ack_grace", as the case file spells it; two of one name keep a mark of their unit. */
static void put_policy_name(struct sheet *sheet, const struct report_policy *policy)
{
	static const char *const endings[] = {"_us", "_count", "_permille"};
	char name[QUANTITY_SIZE];
	size_t size = strlen(policy->name);
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		size_t tail = strlen(endings[i]);
		if (size > tail && strcmp(policy->name + size - tail, endings[i]) == 0) {
			size -= tail;
			break;
		}
	}
	bool rate = strcmp(policy->name, "relapse_permille") == 0;
	(void)snprintf(name, sizeof name, "%.*s%s", (int)size, policy->name, rate ? " %" : "");
	sheet_text(sheet, name);
}

void table_policy(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {{"name", false},
						      {"value", true},
						      {"default", true},
						      {"changed", false},
						      {"note", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->policy_count; i++) {
		const struct report_policy *policy = &sheet->report->policies[i];
		put_policy_name(sheet, policy);
		put_quantity(sheet, policy->unit, policy->value);
		put_quantity(sheet, policy->unit, policy->standard);
		sheet_word(sheet, policy->value == policy->standard ? "" : "changed");
		sheet_said(sheet, policy->note);
	}
	sheet_end(sheet);
}

void table_sensitivity(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {{"change", false},
						      {"staffing", true},
						      {"procedure", true},
						      {"technical", true},
						      {"undetermined", true}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->sensitivity_count; i++) {
		const struct report_sensitivity *item = &sheet->report->sensitivities[i];
		sheet_said(sheet, item->name);
		for (size_t j = 0; j < CAUSE_COUNT; j++) {
			sheet_number(sheet, item->headline[j].min);
		}
	}
	sheet_end(sheet);
}

void table_methods(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {
		{"query", false}, {"title", false}, {"sha256", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->method_count; i++) {
		const struct report_method *method = &sheet->report->methods[i];
		sheet_text(sheet, method->name);
		sheet_said(sheet, method->title);
		sheet_text(sheet, method->sha256);
	}
	sheet_end(sheet);
}

void table_warnings(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {{"origin", false}, {"text", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->warning_count; i++) {
		sheet_word(sheet, sheet->report->warnings[i].origin);
		sheet_said(sheet, sheet->report->warnings[i].text);
	}
	sheet_end(sheet);
}

void table_evidence(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {{"evidence", false}, {"time", false},
						      {"source", false},   {"line", true},
						      {"text", false},     {"sha256", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->evidence_count; i++) {
		const struct report_evidence *evidence = &sheet->report->evidence[i];
		sheet_mark(sheet, evidence->number);
		sheet_time(sheet, evidence->at);
		sheet_text(sheet, evidence->chain);
		sheet_number(sheet, evidence->line);
		sheet_text(sheet, evidence->text);
		sheet_text(sheet, evidence->sha256);
	}
	sheet_end(sheet);
}
