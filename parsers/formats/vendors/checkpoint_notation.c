// SPDX-License-Identifier: MIT
/* Which of Check Point's notations a line is in; see checkpoint_notation.h. */
#include "checkpoint_notation.h"

enum { PREFIX_LIMIT = 16 }; /* "syslog[action:": a tag that lost its colon */

static bool names_one_of(struct slice text, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (slice_contains(text, *words)) {
			return true;
		}
	}
	return false;
}

/* Gaia's own lines: the configuration shell and the kernel part of the firewall. */
static bool is_shell(struct slice body, struct slice tag)
{
	static const char *const marks[] = {"CLUS-1", "FW-1: ", "fwconn", NULL};
	struct slice instance = body;
	bool instance_of_kernel =
		slice_eat(&instance, "[fw4_") && instance.size > 1 && instance.data[1] == ']';
	bool kernel = slice_is(tag, "kernel") || slice_starts_with(tag, "fwk");
	return slice_starts_with(tag, "cpha") || slice_is(tag, "clish") || slice_is(tag, "xpand") ||
	       instance_of_kernel || (kernel && names_one_of(body, marks));
}

/* {"action":"Accept","ifdir":"inbound","loguid":"{0x…","origin":"192.0.2.1",…} */
static bool is_json(struct slice text)
{
	return slice_contains(text, "\"origin\":") && slice_contains(text, "\"product\":") &&
	       (slice_contains(text, "\"loguid\":") || slice_contains(text, "\"ifdir\":"));
}

/* Pairs of quoted values in brackets: the body's, the structured data's, or what is left of it. */
static enum checkpoint_notation find_brackets(struct slice whole, struct slice body,
					      struct slice data, struct slice *ret_pairs)
{
	static const char *const colons[] = {"loguid:\"", "origin:\"", "__policy_id_tag:\"", NULL};
	static const char *const equals[] = {" loguid=\"", " __policy_id_tag=\"", " ProductName=\"",
					     NULL};
	size_t tag = slice_find(whole, " CheckPoint "); /* data that was cut is no data */
	struct slice cut = slice_after(whole, tag);
	cut = slice_after(cut, slice_find_char(cut, '['));
	struct slice texts[] = {body, data, cut};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		size_t open = slice_find_char(slice_first(texts[i], PREFIX_LIMIT), '[');
		if (open >= PREFIX_LIMIT || open >= texts[i].size) {
			continue;
		}
		*ret_pairs = slice_after(texts[i], open + 1);
		if (names_one_of(texts[i], colons)) {
			return CHECKPOINT_COLONS;
		}
		if (names_one_of(texts[i], equals)) {
			return CHECKPOINT_EQUALS;
		}
	}
	return CHECKPOINT_NONE;
}

enum checkpoint_notation checkpoint_notation_of(struct slice whole, struct slice body,
						const struct envelope *envelope,
						struct slice *ret_pairs)
{
	static const char *const bars[] = {"|loguid=", "|origin=", "|ifdir=", "|orig=", NULL};
	bool is_quoted = slice_find_char(whole, '"') < whole.size;
	enum checkpoint_notation bracketed =
		is_quoted ? find_brackets(whole, body, envelope->data, ret_pairs) : CHECKPOINT_NONE;
	if (bracketed != CHECKPOINT_NONE) {
		return bracketed;
	}
	*ret_pairs = body;
	if (slice_starts_with(body, "{")) {
		return is_json(body) ? CHECKPOINT_JSON : CHECKPOINT_NONE;
	}
	if (is_quoted && slice_contains(body, " UUid=\"{0x")) {
		return CHECKPOINT_EQUALS; /* without brackets, as older gateways send it */
	}
	if (slice_contains(body, "|product=") && names_one_of(body, bars)) {
		return CHECKPOINT_BARS;
	}
	return is_shell(body, envelope->tag) ? CHECKPOINT_SHELL : CHECKPOINT_NONE;
}
