// SPDX-License-Identifier: MIT
/* Names and accounts that are known, and the tokens that stand for them. */
#include "redact_terms.h"

#include "redact_shapes.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	TOKEN_SIZE = 80, /* a role's name and a number */
	JOINT_MAX = 3,   /* bytes between two words of a name: ",  " */
	HANGUL_SIZE = 3, /* bytes of a syllable in UTF-8 */
};

struct term {
	char *text;
	char token[TOKEN_SIZE];
	bool is_actor, is_name;
	int next; /* with the same first byte, or -1 */
};

struct redact_terms {
	struct term *items;
	size_t count;
	int heads[256]; /* by first byte, lower case */
};

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool is_hangul(struct slice text)
{
	const unsigned char *at = (const unsigned char *)text.data;
	return text.size >= HANGUL_SIZE && at[0] >= 0xEA && at[0] <= 0xED && at[1] >= 0x80;
}

/* ----------------------------------------------------------------------------------------- build
 */

static bool add(struct redact_terms *terms, struct slice text, const char *token, bool is_actor,
		bool is_name)
{
	struct term *term = &terms->items[terms->count];
	*term = (struct term){.is_actor = is_actor, .is_name = is_name, .next = -1};
	term->text = slice_copy(slice_trim(text));
	if (term->text == NULL) {
		return false;
	}
	if (term->text[0] == '\0') {
		free(term->text);
		return true;
	}
	snprintf(term->token, sizeof term->token, "%s", token);
	int *head = &terms->heads[lower(term->text[0])];
	term->next = *head;
	*head = (int)terms->count++;
	return true;
}

/* "Kim Jisoo" as "Jisoo Kim": the last word first. */
static bool add_reversed(struct redact_terms *terms, const char *name, const char *token)
{
	const char *blank = strrchr(name, ' ');
	if (blank == NULL || blank[1] == '\0') {
		return true;
	}
	size_t size = strlen(name) + 1;
	char *reversed = malloc(size);
	if (reversed == NULL) {
		return false;
	}
	snprintf(reversed, size, "%s %.*s", blank + 1, (int)(blank - name), name);
	bool is_added = add(terms, slice_from(reversed), token, false, true);
	free(reversed);
	return is_added;
}

static bool add_actor(struct redact_terms *terms, const struct redact_names *names, size_t index)
{
	const struct redact_actor *actor = &names->actors[index];
	if (actor->role == NULL || actor->role[0] == '\0' ||
	    redact_terms_actor(terms, slice_from(actor->actor)) != NULL) {
		return true; /* of no role, or of an earlier one */
	}
	size_t number = 1;
	for (size_t i = 0; i < index; i++) {
		const char *role = names->actors[i].role;
		number += role != NULL && strcmp(role, actor->role) == 0 ? 1 : 0;
	}
	char token[TOKEN_SIZE];
	snprintf(token, sizeof token, "%.60s-%zu", actor->role, number);
	return add(terms, slice_from(actor->actor), token, true, false) &&
	       add(terms, slice_from(token), token, false, false);
}

static bool add_person(struct redact_terms *terms, const struct redact_names *names, size_t index)
{
	char token[TOKEN_SIZE];
	snprintf(token, sizeof token, "PERSON-%zu", index + 1);
	return add(terms, slice_from(names->people[index]), token, false, true) &&
	       add_reversed(terms, names->people[index], token) &&
	       add(terms, slice_from(token), token, false, false);
}

struct redact_terms *redact_terms_new(const struct redact_names *names)
{
	struct redact_terms *terms = calloc(1, sizeof *terms);
	if (terms == NULL) {
		return NULL;
	}
	for (size_t i = 0; i < sizeof terms->heads / sizeof *terms->heads; i++) {
		terms->heads[i] = -1;
	}
	size_t room = 2 * names->actor_count + 3 * names->people_count + 1;
	terms->items = calloc(room, sizeof *terms->items);
	bool is_built = terms->items != NULL;
	for (size_t i = 0; i < names->actor_count && is_built; i++) {
		is_built = add_actor(terms, names, i);
	}
	for (size_t i = 0; i < names->people_count && is_built; i++) {
		is_built = add_person(terms, names, i);
	}
	if (!is_built) {
		redact_terms_free(terms);
		return NULL;
	}
	return terms;
}

void redact_terms_free(struct redact_terms *terms)
{
	if (terms == NULL) {
		return;
	}
	for (size_t i = 0; i < terms->count; i++) {
		free(terms->items[i].text);
	}
	free(terms->items);
	free(terms);
}

/* ------------------------------------------------------------------------------------------ find
 */

static bool is_word_end(struct slice text, size_t end)
{
	return end >= text.size || !shape_is_word(text.data[end]);
}

size_t redact_word_at(struct slice text, size_t at, struct slice word)
{
	if (word.size == 0 || word.size > text.size - at ||
	    (at > 0 && shape_is_word(text.data[at - 1]) && shape_is_word(word.data[0]))) {
		return 0;
	}
	for (size_t i = 0; i < word.size; i++) {
		if (lower(text.data[at + i]) != lower(word.data[i])) {
			return 0;
		}
	}
	bool ends_in_word = shape_is_word(word.data[word.size - 1]);
	return !ends_in_word || is_word_end(text, at + word.size) ? word.size : 0;
}

static size_t joint_size(struct slice text, size_t at)
{
	size_t size = 0;
	while (size < JOINT_MAX && at + size < text.size && text.data[at + size] != '\0' &&
	       strchr(" \t,._-", text.data[at + size]) != NULL) {
		size++;
	}
	return size;
}

/* The words of a name, joined as they come. */
static size_t latin_name_at(struct slice text, size_t at, struct slice name)
{
	size_t end = at;
	while (name.size > 0) {
		size_t word = slice_find_char(name, ' ');
		size_t size = redact_word_at(text, end, slice_first(name, word));
		/* '_' is a letter of words but may join two of a name: "kim_jisoo" */
		if (size == 0) {
			return 0;
		}
		end += size;
		name = slice_trim(slice_after(name, word));
		size_t joint = name.size > 0 ? joint_size(text, end) : 0;
		if (name.size > 0 && joint == 0) {
			return 0;
		}
		end += joint;
	}
	return end - at;
}

/* Whether what follows a name of two syllables is no syllable, or one that follows names. */
static bool is_name_end(struct slice text, size_t end)
{
	static const char *const particles[] = {"이", "가", "은", "는", "을", "를",
						"의", "에", "와", "과", "도", "님",
						"씨", "께", "로", "만", "한", "랑"};
	struct slice rest = slice_after(text, end);
	if (!is_hangul(rest)) {
		return true;
	}
	for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
		if (slice_starts_with(rest, particles[i])) {
			return true;
		}
	}
	return false;
}

/* Syllable by syllable, a blank allowed between two: the surname is often set apart. */
static size_t hangul_name_at(struct slice text, size_t at, struct slice name)
{
	bool is_short = name.size <= (size_t)2 * HANGUL_SIZE;
	bool is_behind = at >= HANGUL_SIZE &&
			 is_hangul(slice_make(text.data + at - HANGUL_SIZE, HANGUL_SIZE));
	if (is_behind && is_short) {
		return 0; /* two syllables inside a longer word are mostly another word */
	}
	size_t end = at;
	while (name.size > 0) {
		if (name.data[0] == ' ') {
			name = slice_after(name, 1);
			continue;
		}
		if (end > at && end < text.size && text.data[end] == ' ') {
			end++;
		}
		size_t size = is_hangul(name) ? (size_t)HANGUL_SIZE : 1;
		if (size > text.size - end || memcmp(text.data + end, name.data, size) != 0) {
			return 0;
		}
		end += size;
		name = slice_after(name, size);
	}
	return !is_short || is_name_end(text, end) ? end - at : 0;
}

static size_t term_at(struct slice text, size_t at, const struct term *term)
{
	struct slice wanted = slice_from(term->text);
	if (!term->is_name) {
		return redact_word_at(text, at, wanted);
	}
	return is_hangul(wanted) ? hangul_name_at(text, at, wanted)
				 : latin_name_at(text, at, wanted);
}

size_t redact_terms_find(const struct redact_terms *terms, struct slice text, size_t at,
			 const char **ret_token)
{
	size_t best = 0;
	int index = terms->heads[lower(text.data[at])];
	for (; index != -1; index = terms->items[index].next) {
		size_t size = term_at(text, at, &terms->items[index]);
		if (size > best) {
			best = size;
			*ret_token = terms->items[index].token;
		}
	}
	return best;
}

const char *redact_terms_actor(const struct redact_terms *terms, struct slice actor)
{
	if (actor.size == 0) {
		return NULL;
	}
	int index = terms->heads[lower(actor.data[0])];
	for (; index != -1; index = terms->items[index].next) {
		const struct term *term = &terms->items[index];
		if (term->is_actor && slice_is_ignoring_case(actor, term->text)) {
			return term->token;
		}
	}
	return NULL;
}
