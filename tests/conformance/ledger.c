// SPDX-License-Identifier: MIT
/* Counting, and the tables that are printed. */
#include "ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	NAME_SIZE = 64,
	EXAMPLE_SIZE = 1024,
};

/* In per cent; from the founding issue. */
static const double bar_recognised = 99.5;
static const double bar_time = 99.5;
static const double bar_field = 98.0;

struct field_sum {
	int64_t only_ours, only_theirs, equal, explained, differ;
};

struct format_sum {
	char name[NAME_SIZE];
	int64_t files, unplaced;
	int64_t readings[READ_COUNT];
	struct field_sum fields[FIELD_COUNT];
};

struct difference_class {
	char format[NAME_SIZE];
	int field;
	int64_t count;
	char relation[VALUE_SIZE];
	char reason[VALUE_SIZE];
	char example[EXAMPLE_SIZE];
};

struct ledger {
	struct format_sum *formats;
	size_t format_count;
	struct difference_class *classes;
	size_t class_count;
	size_t now;
};

static void *grown(void *array, size_t count, size_t size)
{
	void *bigger = realloc(array, (count + 1) * size);
	if (bigger == NULL) {
		abort();
	}
	memset((char *)bigger + count * size, 0, size);
	return bigger;
}

struct ledger *ledger_new(void)
{
	return grown(NULL, 0, sizeof(struct ledger));
}

void ledger_free(struct ledger *ledger)
{
	free(ledger->formats);
	free(ledger->classes);
	free(ledger);
}

void ledger_format(struct ledger *ledger, const char *format)
{
	ledger->now = 0;
	while (ledger->now < ledger->format_count &&
	       strcmp(ledger->formats[ledger->now].name, format) != 0) {
		ledger->now++;
	}
	if (ledger->now == ledger->format_count) {
		ledger->formats =
			grown(ledger->formats, ledger->format_count, sizeof *ledger->formats);
		snprintf(ledger->formats[ledger->now].name, NAME_SIZE, "%s", format);
		ledger->format_count++;
	}
}

void ledger_file(struct ledger *ledger, size_t unplaced)
{
	ledger->formats[ledger->now].files++;
	ledger->formats[ledger->now].unplaced += (int64_t)unplaced;
}

void ledger_line(struct ledger *ledger, enum reading reading)
{
	ledger->formats[ledger->now].readings[reading]++;
}

void ledger_one_sided(struct ledger *ledger, int field, bool is_ours)
{
	struct field_sum *sum = &ledger->formats[ledger->now].fields[field];
	sum->only_ours += is_ours ? 1 : 0;
	sum->only_theirs += is_ours ? 0 : 1;
}

void ledger_equal(struct ledger *ledger, int field)
{
	ledger->formats[ledger->now].fields[field].equal++;
}

static struct difference_class *class_of(struct ledger *ledger, const struct difference *difference)
{
	const char *format = ledger->formats[ledger->now].name;
	for (size_t i = 0; i < ledger->class_count; i++) {
		struct difference_class *class = &ledger->classes[i];
		if (class->field == difference->field && strcmp(class->format, format) == 0 &&
		    strcmp(class->relation, difference->relation) == 0 &&
		    strcmp(class->reason, difference->reason) == 0) {
			return class;
		}
	}
	ledger->classes = grown(ledger->classes, ledger->class_count, sizeof *ledger->classes);
	struct difference_class *class = &ledger->classes[ledger->class_count++];
	class->field = difference->field;
	snprintf(class->format, sizeof class->format, "%s", format);
	snprintf(class->relation, sizeof class->relation, "%s", difference->relation);
	snprintf(class->reason, sizeof class->reason, "%s", difference->reason);
	snprintf(class->example, sizeof class->example,
		 "%s:%ld: ours %.120s, theirs %.120s\n        %.*s", difference->source,
		 difference->line, difference->ours, difference->theirs,
		 (int)(difference->raw.size < 400 ? difference->raw.size : 400),
		 difference->raw.data);
	return class;
}

void ledger_differ(struct ledger *ledger, const struct difference *difference)
{
	struct field_sum *sum = &ledger->formats[ledger->now].fields[difference->field];
	if (difference->reason[0] != '\0') {
		sum->explained++;
	} else {
		sum->differ++;
	}
	class_of(ledger, difference)->count++;
}

/* ------------------------------------------------------------------ printing */

static double percent(int64_t part, int64_t whole)
{
	return whole == 0 ? 100.0 : 100.0 * (double)part / (double)whole;
}

static bool is_missed(double value, double bar)
{
	return value < bar;
}

static int print_fields(const struct format_sum *format)
{
	int missed = 0;
	for (int i = 0; i < FIELD_COUNT; i++) {
		const struct field_sum *sum = &format->fields[i];
		int64_t both = sum->equal + sum->explained + sum->differ;
		if (both + sum->only_ours + sum->only_theirs == 0) {
			continue;
		}
		double share = percent(sum->equal + sum->explained, both);
		bool below = is_missed(share, i == 0 ? bar_time : bar_field);
		missed += below ? 1 : 0;
		printf("    %-12s %7" PRId64 " both %7" PRId64 " equal %6" PRId64
		       " explained %6" PRId64
		       " differ  %6.2f %% (raw %6.2f %%)%s  only theirs %" PRId64
		       ", only ours %" PRId64 "\n",
		       field_names[i], both, sum->equal, sum->explained, sum->differ, share,
		       percent(sum->equal, both), below ? "  BELOW" : "", sum->only_theirs,
		       sum->only_ours);
	}
	return missed;
}

static void print_classes(const struct ledger *ledger, const char *format)
{
	for (int field = 0; field < FIELD_COUNT; field++) {
		for (size_t i = 0; i < ledger->class_count; i++) {
			const struct difference_class *class = &ledger->classes[i];
			if (class->field == field && strcmp(class->format, format) == 0) {
				printf("      %6" PRId64 " %s: %s%s%s\n        %s\n", class->count,
				       field_names[field], class->relation,
				       class->reason[0] == '\0' ? "" : ": ", class->reason,
				       class->example);
			}
		}
	}
}

int ledger_print(const struct ledger *ledger, bool bars)
{
	int missed = 0;
	for (size_t i = 0; i < ledger->format_count; i++) {
		const struct format_sum *format = &ledger->formats[i];
		int64_t lines = 0;
		for (int j = 0; j < READ_COUNT; j++) {
			lines += format->readings[j];
		}
		double share = percent(format->readings[READ_BY_SPECIFIC], lines);
		bool any = strcmp(format->name, "*") == 0; /* lines without a time are among them */
		bool below = !any && is_missed(share, bar_recognised);
		missed += below ? 1 : 0;
		printf("%s: %" PRId64 " files, %" PRId64 " lines; specific %" PRId64
		       " (%.2f %%)%s, fallback %" PRId64 ", rejected %" PRId64
		       "; expectations without a line: %" PRId64 "\n",
		       format->name, format->files, lines, format->readings[READ_BY_SPECIFIC],
		       share, below ? " BELOW" : "", format->readings[READ_BY_FALLBACK],
		       format->readings[READ_BY_NOBODY], format->unplaced);
		missed += print_fields(format);
		print_classes(ledger, format->name);
	}
	if (bars) {
		printf("bars missed: %d\n", missed);
	}
	return missed;
}
