// SPDX-License-Identifier: MIT
/*
 * A regular expression and its named groups, by PCRE2.
 *
 * Most rules match almost no line, so what decides the speed is how fast a line is refused: by one
 * memmem for bytes that every match contains, before PCRE2 is asked.
 */
#include "pattern.h"
#include "literal.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdlib.h>

enum { JIT_STACK_START = 32768 };

struct pattern {
	pcre2_code *code;
	pcre2_match_data *matches;
	pcre2_match_context *limits;
	pcre2_jit_stack *stack;
	char *text;
	struct slice literal; /* points into literal_bytes */
	char literal_bytes[LITERAL_LIMIT];
	size_t group_count;
	struct {
		const char *name; /* in `code` */
		uint32_t number;
	} groups[PATTERN_GROUP_LIMIT];
};

static enum status compile_code(struct pattern *pattern, struct error *error)
{
	int code = 0;
	size_t offset = 0;
	/* \C would split a character and read what is no text. */
	uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
	pattern->code = pcre2_compile((PCRE2_SPTR)pattern->text, PCRE2_ZERO_TERMINATED, options,
				      &code, &offset, NULL);
	if (pattern->code == NULL) {
		PCRE2_UCHAR message[ERROR_MESSAGE_SIZE / 2];
		(void)pcre2_get_error_message(code, message, sizeof message);
		return error_set(error, STATUS_USAGE, "at %zu: %s", offset, (char *)message);
	}
	/* Without JIT (a system that forbids it) the interpreter matches, only slower. */
	(void)pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
	return STATUS_OK;
}

/* Fills `groups` in the order of their numbers. */
static enum status list_groups(struct pattern *pattern, struct error *error)
{
	uint32_t count = 0;
	uint32_t row_size = 0;
	uint32_t duplicates = 0;
	PCRE2_SPTR row = NULL;
	(void)pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMECOUNT, &count);
	(void)pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMEENTRYSIZE, &row_size);
	(void)pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMETABLE, &row);
	(void)pcre2_pattern_info(pattern->code, PCRE2_INFO_JCHANGED, &duplicates);
	if (duplicates != 0) {
		return error_set(error, STATUS_USAGE,
				 "(?J) is not supported: name each group once");
	}
	if (count > PATTERN_GROUP_LIMIT) {
		return error_set(error, STATUS_USAGE, "%u named groups: %d are the limit", count,
				 PATTERN_GROUP_LIMIT);
	}
	for (uint32_t i = 0; i < count; i++, row += row_size) {
		uint32_t number = (uint32_t)row[0] << 8 | row[1];
		size_t at = i;
		while (at > 0 && pattern->groups[at - 1].number > number) {
			pattern->groups[at] = pattern->groups[at - 1];
			at--;
		}
		pattern->groups[at].number = number;
		pattern->groups[at].name = (const char *)row + 2;
	}
	pattern->group_count = count;
	return STATUS_OK;
}

static enum status prepare_matching(struct pattern *pattern, struct error *error)
{
	pattern->matches = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	pattern->limits = pcre2_match_context_create(NULL);
	if (pattern->matches == NULL || pattern->limits == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "pattern: out of memory");
	}
	(void)pcre2_set_match_limit(pattern->limits, PATTERN_MATCH_LIMIT);
	(void)pcre2_set_depth_limit(pattern->limits, PATTERN_DEPTH_LIMIT);
	(void)pcre2_set_heap_limit(pattern->limits, PATTERN_HEAP_LIMIT_KB);
	/* NULL is fine: JIT code then runs on 32 KiB of the machine stack. */
	pattern->stack = pcre2_jit_stack_create(JIT_STACK_START, PATTERN_STACK_BYTES, NULL);
	pcre2_jit_stack_assign(pattern->limits, NULL, pattern->stack);
	return STATUS_OK;
}

enum status pattern_compile(const char *text, struct pattern **ret_pattern, struct error *error)
{
	if (strlen(text) > PATTERN_TEXT_LIMIT) {
		return error_set(error, STATUS_USAGE, "at %d: pattern is longer than %d bytes",
				 PATTERN_TEXT_LIMIT, PATTERN_TEXT_LIMIT);
	}
	struct pattern *pattern = calloc(1, sizeof *pattern);
	if (pattern == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "pattern: out of memory");
	}
	pattern->text = slice_copy(slice_from(text));
	enum status status = pattern->text == NULL
				     ? error_set(error, STATUS_NO_MEMORY, "pattern: out of memory")
				     : compile_code(pattern, error);
	if (status == STATUS_OK) {
		status = list_groups(pattern, error);
	}
	if (status == STATUS_OK) {
		status = prepare_matching(pattern, error);
	}
	if (status != STATUS_OK) {
		pattern_free(pattern);
		return status;
	}
	size_t size = literal_find(slice_from(text), pattern->literal_bytes);
	pattern->literal = slice_make(pattern->literal_bytes, size);
	*ret_pattern = pattern;
	return STATUS_OK;
}

void pattern_free(struct pattern *pattern)
{
	if (pattern == NULL) {
		return;
	}
	pcre2_jit_stack_free(pattern->stack);
	pcre2_match_context_free(pattern->limits);
	pcre2_match_data_free(pattern->matches);
	pcre2_code_free(pattern->code);
	free(pattern->text);
	free(pattern);
}

const char *pattern_text(const struct pattern *pattern)
{
	return pattern->text;
}

size_t pattern_group_count(const struct pattern *pattern)
{
	return pattern->group_count;
}

const char *pattern_group_name(const struct pattern *pattern, size_t index)
{
	return pattern->groups[index].name;
}

size_t pattern_group_find(const struct pattern *pattern, const char *name)
{
	size_t index = 0;
	while (index < pattern->group_count && strcmp(pattern->groups[index].name, name) != 0) {
		index++;
	}
	return index;
}

struct slice pattern_literal(const struct pattern *pattern)
{
	return pattern->literal;
}

static enum status report_failure(const struct pattern *pattern, int code, struct error *error)
{
	switch (code) {
	case PCRE2_ERROR_NOMATCH:
		return STATUS_MISMATCH;
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
	case PCRE2_ERROR_HEAPLIMIT:
	case PCRE2_ERROR_JIT_STACKLIMIT:
		return error_set(error, STATUS_LIMIT,
				 "pattern %.200s: given up on a line: too many ways to match: "
				 "make it more particular",
				 pattern->text);
	case PCRE2_ERROR_NOMEMORY:
		return error_set(error, STATUS_NO_MEMORY, "pattern %.200s: out of memory",
				 pattern->text);
	default: {
		PCRE2_UCHAR message[ERROR_MESSAGE_SIZE / 4];
		(void)pcre2_get_error_message(code, message, sizeof message);
		return error_set(error, STATUS_LIMIT, "pattern %.200s: %s", pattern->text,
				 (char *)message);
	}
	}
}

enum status pattern_match(struct pattern *pattern, struct slice text, struct slice *ret_groups,
			  struct error *error)
{
	if (memmem(text.data, text.size, pattern->literal.data, pattern->literal.size) == NULL) {
		return STATUS_MISMATCH;
	}
	int found = pcre2_match(pattern->code, (PCRE2_SPTR)text.data, text.size, 0, 0,
				pattern->matches, pattern->limits);
	if (found < 0) {
		return report_failure(pattern, found, error);
	}
	if (ret_groups == NULL) {
		return STATUS_OK;
	}
	const size_t *bounds = pcre2_get_ovector_pointer(pattern->matches);
	for (size_t i = 0; i < pattern->group_count; i++) {
		size_t from = bounds[2 * (size_t)pattern->groups[i].number];
		size_t until = bounds[2 * (size_t)pattern->groups[i].number + 1];
		/* \K in a lookahead can put the end before the start. */
		bool is_set = from != PCRE2_UNSET && until >= from && until <= text.size;
		ret_groups[i] = is_set ? slice_make(text.data + from, until - from) : slice_empty();
	}
	return STATUS_OK;
}

/* PCRE2 calls before each item of the pattern that it tries. */
static int note_reach(pcre2_callout_block *block, void *user)
{
	struct pattern_reach *reach = user;
	bool is_further =
		block->pattern_position > reach->item ||
		(block->pattern_position == reach->item && block->current_position > reach->stop);
	if (is_further || reach->item_size == 0) {
		*reach = (struct pattern_reach){
			.start = block->start_match,
			.stop = block->current_position,
			.item = block->pattern_position,
			.item_size = block->next_item_length,
		};
	}
	return 0;
}

/* "till" instead of its first letter: plain characters up to one that a quantifier follows. */
static size_t plain_size(const char *item, size_t size)
{
	static const char specials[] = "\\^$.[]|()?*+{}";
	size_t plain = strcspn(item, specials);
	bool is_counted = item[plain] != '\0' && strchr("?*+{", item[plain]) != NULL;
	plain -= is_counted && plain > 0 ? 1 : 0;
	return plain > size ? plain : size;
}

bool pattern_reach(const struct pattern *pattern, struct slice text,
		   struct pattern_reach *ret_reach)
{
	int code = 0;
	size_t offset = 0;
	/* Every attempt is wanted, also those that the optimisations know to fail. */
	uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C |
			   PCRE2_AUTO_CALLOUT | PCRE2_NO_START_OPTIMIZE | PCRE2_NO_AUTO_POSSESS |
			   PCRE2_NO_DOTSTAR_ANCHOR;
	pcre2_code *traced = pcre2_compile((PCRE2_SPTR)pattern->text, PCRE2_ZERO_TERMINATED,
					   options, &code, &offset, NULL);
	pcre2_match_data *matches =
		traced == NULL ? NULL : pcre2_match_data_create_from_pattern(traced, NULL);
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	bool is_short = false;
	if (matches != NULL && limits != NULL) {
		*ret_reach = (struct pattern_reach){0};
		(void)pcre2_set_match_limit(limits, PATTERN_MATCH_LIMIT);
		(void)pcre2_set_depth_limit(limits, PATTERN_DEPTH_LIMIT);
		(void)pcre2_set_heap_limit(limits, PATTERN_HEAP_LIMIT_KB);
		(void)pcre2_set_callout(limits, note_reach, ret_reach);
		is_short = pcre2_match(traced, (PCRE2_SPTR)text.data, text.size, 0, 0, matches,
				       limits) < 0;
		is_short = is_short && ret_reach->stop <= text.size &&
			   ret_reach->item + ret_reach->item_size <= strlen(pattern->text);
	}
	if (is_short && ret_reach->item_size > 0) {
		const char *item = pattern->text + ret_reach->item;
		ret_reach->item_size = plain_size(item, ret_reach->item_size);
	}
	pcre2_match_context_free(limits);
	pcre2_match_data_free(matches);
	pcre2_code_free(traced);
	return is_short;
}

void pattern_library(char *buffer)
{
	/* It writes 24 bytes and their NUL at most, so far. */
	int size = pcre2_config(PCRE2_CONFIG_VERSION, NULL);
	buffer[0] = '\0';
	if (size > 0 && size <= PATTERN_LIBRARY_SIZE) {
		(void)pcre2_config(PCRE2_CONFIG_VERSION, buffer);
	}
}
