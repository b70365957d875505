// SPDX-License-Identifier: MIT
/* Any text through redaction: once is as good as twice, and known names are gone. */
#include "fuzz.h"
#include "redact.h"

static struct redact *open_redact(void)
{
	static const struct redact_actor actors[] = {
		{"sec.kim", "SEC"}, {"sec.lee", "SEC"}, {"root", ""}};
	static const char *const people[] = {"Kim Jisoo", "\xEA\xB9\x80\xEC\xA7\x80\xEC\x88\x98"};
	const struct redact_names names = {.actors = actors,
					   .actor_count = 3,
					   .people = people,
					   .people_count = 2,
					   .key = "a key of thirty-two bytes or so"};
	struct redact *redact = NULL;
	struct error error = {0};
	if (redact_new(&names, &redact, &error) != STATUS_OK) {
		abort();
	}
	return redact;
}

/* Is the account there as a word of its own, between blanks? */
static bool tells(struct slice text, const char *name)
{
	size_t size = strlen(name);
	for (size_t at = 0; at + size <= text.size; at++) {
		bool begins = at == 0 || text.data[at - 1] == ' ';
		bool ends = at + size == text.size || text.data[at + size] == ' ';
		if (begins && ends && memcmp(text.data + at, name, size) == 0) {
			return true;
		}
	}
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct redact *redact;
	struct error error = {0};
	struct slice once;
	struct slice twice;
	/* Kept for the process: it is read-only but for its buffers. */
	redact = redact == NULL ? open_redact() : redact;
	char *text = malloc(size + (size == 0));
	if (text == NULL) {
		abort();
	}
	memcpy(text, data, size);
	if (redact_text(redact, slice_make(text, size), slice_from("ops.park"), &once, &error) !=
	    STATUS_OK) {
		abort();
	}
	free(text);
	if (tells(once, "sec.kim") || tells(once, "Kim Jisoo")) {
		abort();
	}
	char *kept = slice_copy(once);
	if (kept == NULL) {
		abort();
	}
	size_t kept_size = once.size;
	if (redact_text(redact, slice_make(kept, kept_size), slice_from("ops.park"), &twice,
			&error) != STATUS_OK) {
		abort();
	}
	if (twice.size != kept_size || memcmp(twice.data, kept, kept_size) != 0) {
		abort();
	}
	free(kept);
	return 0;
}
