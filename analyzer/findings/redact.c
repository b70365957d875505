// SPDX-License-Identifier: MIT
/* Keeps personal data out of reports. */
#include "redact.h"

#include "redact_shapes.h"
#include "redact_terms.h"

#include "digest.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	TAG_SIZE = 16,        /* "EMAIL-3fa1" */
	TAG_DIGITS = 4,       /* hexadecimal */
	NORMAL_MAX = 256,     /* bytes of a text that its tag is made from */
	ACCOUNT_SIZE_MIN = 2, /* one letter is no account worth hiding in a text */
};

struct redact {
	struct redact_terms *terms;
	unsigned char key[REDACT_KEY_SIZE];
	char *text; /* the last result */
	size_t size, room;
	char tag[TAG_SIZE];
};

enum status redact_new(const struct redact_names *names, struct redact **ret_redact,
		       struct error *error)
{
	struct redact *redact = calloc(1, sizeof *redact);
	if (redact == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	memcpy(redact->key, names->key, sizeof redact->key);
	redact->terms = redact_terms_new(names);
	if (redact->terms == NULL) {
		redact_free(redact);
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	*ret_redact = redact;
	return STATUS_OK;
}

void redact_free(struct redact *redact)
{
	if (redact != NULL) {
		redact_terms_free(redact->terms);
		free(redact->text);
		free(redact);
	}
}

/* ------------------------------------------------------------------------------------------ tags
 */

/*
 * What two spellings of one thing have in common: of numbers the digits, a Korean country code as
 * the 0 that it replaces; else the small letters.
 */
static size_t normalise(struct slice text, bool is_number, char *normal)
{
	size_t size = 0;
	if (is_number && slice_eat(&text, "+82")) {
		while (text.size > 0 && strchr(" -.(0)", text.data[0]) != NULL) {
			text = slice_after(text, 1);
		}
		normal[size++] = '0';
	}
	for (size_t i = 0; i < text.size && size < NORMAL_MAX; i++) {
		char c = text.data[i];
		if (is_number && (c < '0' || c > '9')) {
			continue;
		}
		normal[size++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	return size;
}

/* "EMAIL-3fa1" in redact->tag. */
static bool make_tag(struct redact *redact, const char *kind, struct slice text, bool is_number)
{
	char normal[NORMAL_MAX + TAG_SIZE];
	int head = snprintf(normal, TAG_SIZE, "%s ", kind);
	size_t size = (size_t)head + normalise(text, is_number, normal + head);
	unsigned char sum[SHA256_SIZE];
	if (!digest_hmac(redact->key, sizeof redact->key, normal, size, sum)) {
		return false;
	}
	snprintf(redact->tag, sizeof redact->tag, "%s-%02x%02x", kind, sum[0], sum[1]);
	return true;
}

/* The size of a tag that an earlier redaction left at `at`, or 0. */
static size_t tag_at(struct slice text, size_t at)
{
	static const char *const kinds[] = {"ACCT-", "EMAIL-", "CARD-", "PHONE-", "ID-"};
	if (at > 0 && shape_is_word(text.data[at - 1])) {
		return 0;
	}
	struct slice rest = slice_after(text, at);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t head = strlen(kinds[i]);
		if (!slice_starts_with(rest, kinds[i]) || rest.size < head + TAG_DIGITS) {
			continue;
		}
		size_t digits = 0;
		while (head + digits < rest.size && digits <= TAG_DIGITS &&
		       strchr("0123456789abcdef", rest.data[head + digits]) != NULL) {
			digits++;
		}
		bool ends = head + digits == rest.size || !shape_is_word(rest.data[head + digits]);
		return digits == TAG_DIGITS && ends ? head + digits : 0;
	}
	return 0;
}

static bool is_address(struct slice actor)
{
	bool has_mark = false;
	for (size_t i = 0; i < actor.size; i++) {
		char c = actor.data[i];
		if (c == '\0' || strchr("0123456789abcdefABCDEF.:", c) == NULL) {
			return false;
		}
		has_mark = has_mark || c == '.' || c == ':';
	}
	return has_mark;
}

/* ------------------------------------------------------------------------------------------ text
 */

static bool put(struct redact *redact, const char *text, size_t size)
{
	if (size > redact->room - redact->size) {
		size_t room = (redact->size + size) * 2 + 64;
		char *grown = realloc(redact->text, room);
		if (grown == NULL) {
			return false;
		}
		redact->text = grown;
		redact->room = room;
	}
	memcpy(redact->text + redact->size, text, size);
	redact->size += size;
	return true;
}

/*
 * An e-mail address that begins within the name at `at` and ends behind it, "Kim
 * Jisoo@example.com": its size, its place in `ret_at`; 0: none.
 */
static size_t email_across(struct slice text, size_t at, size_t name_size, size_t *ret_at)
{
	for (size_t i = at + 1; i < at + name_size; i++) {
		size_t email = shape_email(text, i);
		if (i + email > at + name_size) {
			*ret_at = i;
			return email;
		}
	}
	return 0;
}

/* What stands at `at`: its size and its token; 0: nothing to hide. */
static size_t find(struct redact *redact, struct slice text, size_t at, struct slice actor,
		   const char **ret_token, bool *ret_is_made)
{
	static const char *const kinds[] = {"", "EMAIL", "CARD", "PHONE", "ID"};
	const char *token = NULL;
	size_t best = redact_terms_find(redact->terms, text, at, &token);
	size_t email_at = at;
	size_t email = shape_email(text, at);
	if (email <= best) {
		email = email_across(text, at, best, &email_at);
	}
	*ret_is_made = true;
	if (email_at + email > at + best) {
		best = email_at + email - at;
		*ret_is_made = make_tag(redact, kinds[SHAPE_EMAIL],
					slice_make(text.data + email_at, email), false);
		token = redact->tag;
	}
	size_t account = redact_word_at(text, at, actor);
	if (account > best) {
		best = account;
		*ret_is_made = make_tag(redact, "ACCT", actor, false);
		token = redact->tag;
	}
	enum shape shape = SHAPE_NONE;
	size_t number = best > 0 ? 0 : shape_number(text, at, &shape);
	if (number > 0) {
		best = number;
		*ret_is_made =
			make_tag(redact, kinds[shape], slice_make(text.data + at, number), true);
		token = redact->tag;
	}
	*ret_token = token;
	return best;
}

/* Cut where a character begins. */
static struct slice bounded(struct slice text)
{
	if (text.size <= REDACT_TEXT_MAX) {
		return text;
	}
	size_t size = REDACT_TEXT_MAX;
	while (size > 0 && ((unsigned char)text.data[size] & 0xC0u) == 0x80u) {
		size--;
	}
	return slice_first(text, size);
}

enum status redact_text(struct redact *redact, struct slice text, struct slice actor,
			struct slice *ret_text, struct error *error)
{
	text = bounded(text);
	redact->size = 0;
	bool is_hidden = actor.size >= ACCOUNT_SIZE_MIN && !is_address(actor) &&
			 redact_terms_actor(redact->terms, actor) == NULL;
	actor = is_hidden ? actor : slice_empty();
	bool is_good = true;
	for (size_t at = 0; at < text.size && is_good;) {
		const char *token = NULL;
		size_t kept = tag_at(text, at);
		size_t size = kept > 0 ? 0 : find(redact, text, at, actor, &token, &is_good);
		if (size > 0 && is_good) {
			is_good = put(redact, token, strlen(token));
			at += size;
		} else if (is_good) {
			kept = kept > 0 ? kept : 1;
			is_good = put(redact, text.data + at, kept);
			at += kept;
		}
	}
	if (!is_good || !put(redact, "", 1)) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	*ret_text = slice_make(redact->text, redact->size - 1);
	return STATUS_OK;
}

enum status redact_actor(struct redact *redact, struct slice actor, struct slice *ret_token,
			 struct error *error)
{
	actor = slice_trim(actor);
	if (actor.size == 0) {
		*ret_token = slice_empty();
		return STATUS_OK;
	}
	const char *token = redact_terms_actor(redact->terms, actor);
	const char *itself = NULL;
	bool is_token = tag_at(actor, 0) == actor.size ||
			redact_terms_find(redact->terms, actor, 0, &itself) == actor.size;
	if (token == NULL && itself != NULL && is_token) {
		token = itself;
	}
	if (token != NULL) {
		*ret_token = slice_from(token);
		return STATUS_OK;
	}
	if (is_token || is_address(actor)) {
		redact->size = 0;
		if (!put(redact, actor.data, actor.size)) {
			return error_set(error, STATUS_NO_MEMORY, "out of memory");
		}
		*ret_token = slice_make(redact->text, redact->size);
		return STATUS_OK;
	}
	if (!make_tag(redact, "ACCT", actor, false)) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	*ret_token = slice_from(redact->tag);
	return STATUS_OK;
}
