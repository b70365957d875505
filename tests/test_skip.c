// SPDX-License-Identifier: MIT
/* What is known of a file that has grown is not parsed again, and is never believed unseen. */
#include "reader.h"

#include "bytes.h"
#include "digest.h"

enum { LINES_KNOWN = 40000, LINES_NEW = 100, LINE_SIZE = 64 };

/* A sink that knows one content. */
struct witness {
	int64_t length;
	unsigned char sha256[SHA256_SIZE];
	struct tally known;
	int entered, accepted, recognised;
	int64_t first_line_after; /* the first line that was given when the content was known */
	struct entry_result result;
};

static enum status on_enter(void *self, const struct entry *entry, struct error *error)
{
	(void)entry;
	(void)error;
	struct witness *witness = self;
	witness->entered++;
	witness->accepted = witness->recognised = 0;
	return STATUS_OK;
}

static enum status on_accept(void *self, const struct position *position, const struct event *event,
			     struct slice text, struct error *error)
{
	(void)event;
	(void)text;
	(void)error;
	struct witness *witness = self;
	witness->accepted++;
	if (witness->recognised > 0 && witness->first_line_after == 0) {
		witness->first_line_after = position->line;
	}
	return STATUS_OK;
}

static enum status on_reject(void *self, const struct position *position, const char *reason,
			     struct slice text, struct error *error)
{
	(void)self;
	(void)position;
	(void)reason;
	(void)text;
	(void)error;
	return STATUS_OK;
}

static enum status on_known(void *self, int64_t bytes, const unsigned char *sha256,
			    struct error *error)
{
	struct witness *witness = self;
	(void)error;
	if (bytes != witness->length || memcmp(sha256, witness->sha256, SHA256_SIZE) != 0) {
		return STATUS_OK;
	}
	witness->recognised++;
	return STATUS_END;
}

static enum status on_leave(void *self, const struct entry_result *result, struct error *error)
{
	(void)error;
	((struct witness *)self)->result = *result;
	return STATUS_OK;
}

static size_t wanted(void *self, const int64_t **ret_lengths)
{
	*ret_lengths = &((struct witness *)self)->length;
	return 1;
}

static enum status beginning(void *self, struct tally *ret_tally, struct error *error)
{
	(void)error;
	*ret_tally = ((struct witness *)self)->known;
	return STATUS_OK;
}

/* In one piece: a buffer that grows line by line is copied each time under ASan. */
static struct bytes content_of(int lines)
{
	size_t room = (size_t)lines * 2 * LINE_SIZE;
	struct bytes bytes = {.data = malloc(room)};
	cr_assert_not_null(bytes.data);
	for (int i = 0; i < lines; i++) {
		bytes.size += (size_t)snprintf(bytes.data + bytes.size, room - bytes.size,
					       "192.0.2.%d - - [17/Sep/2023:01:00:%02d +0900] "
					       "\"GET /%d HTTP/1.1\" 200 1 \"-\" \"-\"\n",
					       i % 250, i % 60, i);
	}
	return bytes;
}

/* A witness of the first `size` bytes of `content`. */
static struct witness witness_of(const struct bytes *content, size_t size, int64_t lines)
{
	struct witness witness = {.length = (int64_t)size};
	cr_assert(digest_sha256(content->data, size, witness.sha256));
	witness.known = (struct tally){
		.bytes = (int64_t)size, .lines = lines, .events = lines - 3, .rejected = 3};
	return witness;
}

static void read_with(struct witness *witness, const struct bytes *content, const char *name)
{
	const struct event_sink sink = {.enter = on_enter,
					.accept = on_accept,
					.reject = on_reject,
					.known = on_known,
					.leave = on_leave,
					.wanted_lengths = wanted,
					.beginning = beginning,
					.self = witness};
	const struct reader_options options = reader_defaults();
	struct reader_account account;
	struct error error = {0};
	const char *path = bytes_save(name, bytes_slice(content));
	cr_assert_eq(reader_read(path, "a.log", &options, sink, &account, &error), STATUS_OK, "%s",
		     error.message);
	cr_expect_eq(account.entries, 1);
	bytes_forget(path);
}

Test(skip, passes_over_what_is_known)
{
	struct bytes known = content_of(LINES_KNOWN);
	struct bytes grown = content_of(LINES_KNOWN + LINES_NEW);
	struct witness witness = witness_of(&known, known.size, LINES_KNOWN);
	read_with(&witness, &grown, "skip-grown");
	cr_expect_eq(witness.entered, 1);
	cr_expect_eq(witness.recognised, 1);
	cr_expect_lt(witness.accepted, 2000, "%d lines were parsed", witness.accepted);
	cr_expect_eq(witness.first_line_after, LINES_KNOWN + 1);
	cr_expect_eq(witness.result.tally.lines, LINES_KNOWN + LINES_NEW);
	cr_expect_eq(witness.result.tally.rejected, 3, "the known content's own tally counts");
	cr_expect(tally_is_exact(&witness.result.tally));
	bytes_free(&known);
	bytes_free(&grown);
}

Test(skip, passes_over_a_content_that_has_not_grown)
{
	struct bytes known = content_of(LINES_KNOWN);
	struct witness witness = witness_of(&known, known.size, LINES_KNOWN);
	read_with(&witness, &known, "skip-same");
	cr_expect_eq(witness.recognised, 1);
	cr_expect_lt(witness.accepted, 2000);
	cr_expect_eq(witness.result.tally.lines, LINES_KNOWN);
	bytes_free(&known);
}

/* Everything is read anew, from line 1, and counted as it is. */
static void expect_read_anew(struct witness *witness, const struct bytes *content, int64_t lines,
			     const char *name)
{
	read_with(witness, content, name);
	cr_expect_eq(witness->entered, 2, "%s", name);
	cr_expect_eq(witness->accepted, lines, "%s: %d", name, witness->accepted);
	cr_expect_eq(witness->result.tally.lines, lines, "%s", name);
	cr_expect_eq(witness->result.tally.rejected, 0, "%s", name);
}

Test(skip, reads_anew_what_is_not_what_it_was)
{
	struct bytes known = content_of(LINES_KNOWN);
	struct bytes grown = content_of(LINES_KNOWN + LINES_NEW);
	struct witness witness = witness_of(&known, known.size, LINES_KNOWN);
	grown.data[8] = '9';
	expect_read_anew(&witness, &grown, LINES_KNOWN + LINES_NEW, "skip-changed");

	struct bytes shorter = content_of(LINES_KNOWN - 1);
	witness = witness_of(&known, known.size, LINES_KNOWN);
	expect_read_anew(&witness, &shorter, LINES_KNOWN - 1, "skip-shorter");

	witness = witness_of(&known, known.size, LINES_KNOWN - 1);
	expect_read_anew(&witness, &known, LINES_KNOWN, "skip-miscounted");

	witness = witness_of(&known, known.size - 5, LINES_KNOWN);
	expect_read_anew(&witness, &known, LINES_KNOWN, "skip-unfinished");
	bytes_free(&known);
	bytes_free(&grown);
	bytes_free(&shorter);
}

Test(skip, parses_what_is_short)
{
	struct bytes known = content_of(LINES_NEW);
	struct bytes grown = content_of(2 * LINES_NEW);
	struct witness witness = witness_of(&known, known.size, LINES_NEW);
	read_with(&witness, &grown, "skip-short");
	cr_expect_eq(witness.entered, 1);
	cr_expect_eq(witness.accepted, 2 * LINES_NEW);
	cr_expect_eq(witness.result.tally.rejected, 0);
	bytes_free(&known);
	bytes_free(&grown);
}
