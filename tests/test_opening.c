// SPDX-License-Identifier: MIT
/* A path that is opened before its turn gives what it gives in its turn. */
#include "diary.h"

#include "crew.h"
#include "opening.h"

#include <unistd.h>

/* Reads a path that was opened ahead, and not: the sink hears the same. */
static struct reader_account read_both(const char *path, struct diary *diary, enum status expected)
{
	struct reader_options options = options_here();
	struct reader_account plain, ahead;
	struct diary other = *diary;
	struct error error = {0}, other_error = {0};
	cr_assert_eq(reader_read(path, "r", &options, sink_of(diary), &plain, &error), expected,
		     "%s", error.message);
	options.opening = opening_begin(path, "r", &options);
	cr_assert_not_null(options.opening);
	while (crew_help()) {
	}
	cr_assert_eq(reader_read(path, "r", &options, sink_of(&other), &ahead, &other_error),
		     expected, "%s", other_error.message);
	opening_free(options.opening);
	cr_assert_str_eq(other_error.message, error.message);
	if (diary->text.data != NULL) {
		cr_assert_str_eq(other.text.data, diary->text.data);
	}
	cr_assert_eq(memcmp(other.result.sha256, diary->result.sha256, SHA256_SIZE), 0);
	cr_assert_eq(memcmp(ahead.sha256, plain.sha256, SHA256_SIZE), 0);
	cr_assert_eq(ahead.bytes, plain.bytes);
	cr_assert_eq(ahead.entries, plain.entries);
	cr_assert_eq(ahead.unwanted, plain.unwanted);
	cr_assert_eq(ahead.damaged, plain.damaged);
	cr_assert_eq(memcmp(&ahead.tally, &plain.tally, sizeof plain.tally), 0);
	cr_assert_str_eq(ahead.message, plain.message);
	bytes_free(&other.text);
	return ahead;
}

static struct reader_account read_both_bytes(struct slice content, struct diary *diary)
{
	const char *path = bytes_save("opening", content);
	struct reader_account account = read_both(path, diary, STATUS_OK);
	bytes_forget(path);
	return account;
}

enum { LINES = 3000, LINE_SIZE = 256 };

/* Lines of more than one block; in one piece: a buffer that grows is copied each time under ASan.
 */
static struct bytes long_text(void)
{
	size_t room = (size_t)LINES * LINE_SIZE;
	struct bytes text = {.data = malloc(room)};
	cr_assert_not_null(text.data);
	for (int i = 0; i < LINES; i++) {
		text.size +=
			(size_t)snprintf(text.data + text.size, room - text.size,
					 "A 2023-09-17T03:12:%02dZ number %-200d\n", i % 60, i);
	}
	return text;
}

Test(opening, gives_the_same_of_text_and_gzip)
{
	struct bytes text = long_text(), packed = {0};
	bytes_add_gzip(&packed, bytes_slice(&text));
	const struct slice contents[] = {
		slice_from("A 1\n 2\nB Sep 17 03:12:10 x\nA 3"),
		slice_from(""),
		bytes_slice(&text),
		bytes_slice(&packed),
		slice_first(bytes_slice(&packed), packed.size / 2),
		slice_first(bytes_slice(&packed), packed.size - 1),
	};
	for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
		struct diary diary = {.enter_status = STATUS_OK};
		struct reader_account account = read_both_bytes(contents[i], &diary);
		cr_assert_not(account.is_opened_in_vain);
		cr_assert_eq(account.damaged, i >= 4);
		bytes_free(&diary.text);
	}
	bytes_free(&text);
	bytes_free(&packed);
}

Test(opening, gives_the_same_of_archives)
{
	struct bytes text = long_text(), cut = {0};
	bytes_add_gzip(&cut, bytes_slice(&text));
	struct member_bytes members[] = {{"a", bytes_slice(&text)},
					 {"b.gz", slice_first(bytes_slice(&cut), cut.size - 4)},
					 {"c", slice_from("A 3\n")},
					 {NULL, {0}}};
	struct bytes tar = bytes_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, members);
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_account account = read_both_bytes(bytes_slice(&tar), &diary);
	cr_assert_eq(account.entries, 3);
	cr_assert_eq(account.damaged, 1);
	bytes_free(&diary.text);
	diary = (struct diary){.enter_status = STATUS_END};
	cr_assert_eq(read_both_bytes(bytes_slice(&tar), &diary).unwanted, 3);
	bytes_free(&diary.text);
	bytes_free(&text);
	bytes_free(&cut);
	bytes_free(&tar);
}

Test(opening, leaves_it_to_the_reader_to_say_what_is_wrong)
{
	struct diary diary = {.enter_status = STATUS_OK};
	(void)read_both("/nowhere/at/all", &diary, STATUS_IO);
	(void)read_both("/", &diary, STATUS_IO);
	diary.accept_status = STATUS_DATABASE;
	const char *path = bytes_save("opening", slice_from("A 1\nA 2\n"));
	(void)read_both(path, &diary, STATUS_DATABASE);
	bytes_forget(path);
	bytes_free(&diary.text);
}

Test(opening, is_of_no_use_where_the_sink_asks_about_lengths)
{
	struct diary diary = {.lengths = {4, 6, 12, 99}, .length_count = 4};
	struct reader_options options = options_here();
	struct reader_account account;
	struct error error = {0};
	const char *path = bytes_save("opening", slice_from("A 1\nA 2\nA 3\n"));
	options.opening = opening_begin(path, "r", &options);
	while (crew_help()) {
	}
	cr_assert_eq(reader_read(path, "r", &options, sink_of(&diary), &account, &error),
		     STATUS_OK);
	opening_free(options.opening);
	cr_assert(account.is_opened_in_vain);
	/* Entered anew. */
	cr_assert_eq(strncmp(diary.text.data, "r:r:1@0 none 1;known 4 ", 23), 0, "%s",
		     diary.text.data);
	bytes_forget(path);
	bytes_free(&diary.text);
}

Test(opening, may_be_forgotten_at_any_time)
{
	struct bytes text = long_text();
	const char *path = bytes_save("opening", bytes_slice(&text));
	struct reader_options options = options_here();
	for (int i = 0; i < 200; i++) {
		struct opening *opening = opening_begin(path, "r", &options);
		cr_assert_not_null(opening);
		if (i % 3 == 1) {
			(void)crew_help();
		} else if (i % 3 == 2) {
			(void)usleep((unsigned)i);
		}
		opening_free(opening);
	}
	opening_free(NULL);
	bytes_forget(path);
	bytes_free(&text);
}

Test(opening, is_not_for_formats_of_ones_own)
{
	struct reader_options options = options_here();
	options.extra = shelf;
	options.extra_count = 1;
	cr_assert_null(opening_begin("/nowhere", "r", &options));
}
