// SPDX-License-Identifier: MIT
/*
 * Readers of the case file's spans of time: "60m", "1h30m", "10d", "250ms", "+37s", "-185s".
 */
#include "plan_reader.h"

enum { SHOWN_MAX = 60 }; /* bytes of a wrong value that a message repeats */

#define SPAN_MAX_US (INT64_C(3660) * US_PER_DAY) /* ten years: keeps sums far from overflow */

struct unit {
	const char *name;
	int64_t us;
};

/* From large to small, as they must follow one another. */
static const struct unit units[] = {
	{"d", INT64_C(86400000000)},
	{"h", INT64_C(3600000000)},
	{"min", US_PER_MINUTE},
	{"ms", US_PER_MS},
	{"m", US_PER_MINUTE},
	{"s", US_PER_S},
	{"us", 1},
};

static const struct unit *eat_unit(struct slice *text)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (slice_eat(text, units[i].name)) {
			return &units[i];
		}
	}
	return NULL;
}

bool plan_duration_parse(struct slice text, int64_t *ret_us)
{
	struct slice rest = slice_trim(text);
	bool is_negative = slice_eat_char(&rest, '-');
	if (!is_negative) {
		slice_eat_char(&rest, '+');
	}
	if (slice_is(rest, "0")) {
		*ret_us = 0;
		return true;
	}
	int64_t sum_us = 0;
	int64_t before_us = INT64_MAX;
	while (rest.size > 0 || before_us == INT64_MAX) {
		uint64_t number = 0;
		if (!slice_eat_uint(&rest, &number)) {
			return false;
		}
		const struct unit *unit = eat_unit(&rest);
		if (unit == NULL || unit->us >= before_us ||
		    number > (uint64_t)(SPAN_MAX_US / unit->us)) {
			return false;
		}
		sum_us += (int64_t)number * unit->us;
		before_us = unit->us;
		if (sum_us > SPAN_MAX_US) {
			return false;
		}
	}
	*ret_us = is_negative ? -sum_us : sum_us;
	return true;
}

static bool read_span(struct plan_reader *reader, const struct plan_key *key,
		      const struct yaml_node *node, int64_t *ret_us)
{
	if (plan_text_of(reader, key, node) == NULL) {
		return false;
	}
	if (plan_duration_parse(node->text, ret_us)) {
		return true;
	}
	int64_t number = 0;
	struct slice shown = slice_first(node->text, SHOWN_MAX);
	if (slice_to_int(node->text, &number)) {
		plan_mistake(reader, node, "`%s`: %lld what? write %lldm or %llds", key->name,
			     (long long)number, (long long)number, (long long)number);
	} else {
		plan_mistake(reader, node,
			     "`%s`: not a duration: `" SLICE_FORMAT
			     "`: write 90s, 60m, 1h30m or 2d",
			     key->name, SLICE_ARGUMENTS(shown));
	}
	return false;
}

void plan_read_duration(struct plan_reader *reader, const struct plan_key *key,
			const struct yaml_node *node, void *field)
{
	int64_t us = 0;
	if (!read_span(reader, key, node, &us)) {
		return;
	}
	if (us < key->detail) {
		plan_mistake(reader, node, "`%s`: must be %s", key->name,
			     key->detail > 0 ? "more than nothing" : "0 or more");
		return;
	}
	*(int64_t *)field = us;
}

void plan_read_clock(struct plan_reader *reader, const struct plan_key *key,
		     const struct yaml_node *node, void *field)
{
	int64_t us = 0;
	if (read_span(reader, key, node, &us)) {
		*(int64_t *)field = us;
	}
}
