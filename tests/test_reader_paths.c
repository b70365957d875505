// SPDX-License-Identifier: MIT
/* The reader and a whole path: what is known, damaged, unwanted, interrupted; the bids alone. */
#include "diary.h"

#include <signal.h>

Test(reader_paths, asks_whether_a_beginning_is_known)
{
	static const char text[] = "A 1\nA 2\nA 3\n";
	struct diary diary = {.lengths = {4, 6, 12, 99}, .length_count = 4};
	struct reader_options options = options_here();
	(void)read_bytes(slice_from(text), &options, &diary, STATUS_OK);
	unsigned char sha256[SHA256_SIZE];
	char hex[3][DIGEST_HEX_SIZE];
	for (size_t i = 0; i < 3; i++) {
		cr_assert(digest_sha256(text, (size_t)diary.lengths[i], sha256));
		digest_to_hex(sha256, SHA256_SIZE, hex[i]);
	}
	char expected[256];
	snprintf(expected, sizeof expected,
		 "r:1@0 none 1;known 4 %.8s;known 6 %.8s;2@4 none 2;3@8 none 3;known 12 %.8s;ok\n",
		 hex[0], hex[1], hex[2]);
	cr_assert_str_eq(diary.text.data, expected, "got %s", diary.text.data);
	cr_assert_eq(memcmp(diary.result.sha256, sha256, SHA256_SIZE), 0);
	bytes_free(&diary.text);
}

Test(reader_paths, does_not_cut_a_record_where_another_content_ended)
{
	/* The header is of the event behind it; after 26 bytes another content ended. */
	static const char text[] = "B Sep 17 03:12:10 x\n# top\nB Sep 17 03:12:20 y\n";
	struct diary plain = {.enter_status = STATUS_OK};
	struct diary asked = {.lengths = {20, 26}, .length_count = 2, .knows_nothing = true};
	struct diary known = {.lengths = {20, 26}, .length_count = 2};
	struct diary *const diaries[] = {&plain, &asked, &known};
	struct reader_options options = options_here();
	const char *headers[3];
	for (size_t i = 0; i < 3; i++) {
		(void)read_bytes(slice_from(text), &options, diaries[i], STATUS_OK);
		headers[i] = strstr(diaries[i]->text.data, "2@20 ");
		cr_assert_not_null(headers[i], "%s", diaries[i]->text.data);
	}
	cr_assert_str_eq(headers[1], headers[0]);
	cr_assert_neq(strcmp(headers[2], headers[0]), 0, "known, it has the time before");
	for (size_t i = 0; i < 3; i++) {
		bytes_free(&diaries[i]->text);
	}
}

Test(reader_paths, tells_damage_of_one_entry_and_reads_the_others)
{
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	struct bytes log = {0};
	bytes_add_gzip(&log, slice_from("A 1\nA 2"));
	struct member_bytes members[] = {{"a.gz", slice_first(bytes_slice(&log), log.size - 1)},
					 {"b", slice_from("A 3\n")},
					 {NULL, {0}}};
	struct bytes tar = bytes_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, members);
	struct reader_account account = read_bytes(bytes_slice(&tar), &options, &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data, "r!a.gz:1@0 none 1;2@4 none 2;corrupt\n"
					  "r!b:1@0 none 3;ok\n");
	cr_assert_eq(account.entries, 2);
	cr_assert_eq(account.damaged, 1);
	cr_assert_eq(account.worst, STATUS_CORRUPT);
	cr_assert(strstr(account.message, "r!a.gz: truncated: gzip") != NULL, "%s",
		  account.message);
	bytes_free(&log);
	bytes_free(&tar);
	bytes_free(&diary.text);
}

Test(reader_paths, passes_over_what_the_sink_does_not_want)
{
	struct diary diary = {.enter_status = STATUS_END};
	struct reader_options options = options_here();
	struct reader_account account =
		read_bytes(slice_from("A 1\n"), &options, &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data, "r:");
	cr_assert_eq(account.unwanted, 1);
	cr_assert_eq(account.bytes, 4);
	bytes_free(&diary.text);
}

Test(reader_paths, stops_with_the_answer_of_the_sink)
{
	struct diary diary = {.accept_status = STATUS_DATABASE};
	struct reader_options options = options_here();
	(void)read_bytes(slice_from("A 1\nA 2\n"), &options, &diary, STATUS_DATABASE);
	cr_assert_str_eq(diary.text.data, "r:1@0 none 1;");
	bytes_free(&diary.text);
}

Test(reader_paths, stops_when_interrupted)
{
	volatile sig_atomic_t flag = 1;
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	options.file.is_interrupted = &flag;
	(void)read_bytes(slice_from("A 1\n"), &options, &diary, STATUS_INTERRUPTED);
	bytes_free(&diary.text);
}

static enum status on_bids(void *user, const struct entry *entry, const char *charset,
			   const struct auction *auction, const struct auction_result *result,
			   struct error *error)
{
	struct bytes *text = user;
	char line[128];
	(void)error;
	snprintf(line, sizeof line, "%s %s %s %d of %d", entry->chain, charset,
		 result->winner->name, result->margin, auction->lines);
	bytes_add_text(text, line);
	return STATUS_OK;
}

Test(reader_paths, tells_the_bids_alone)
{
	struct bytes text = {0};
	struct error error = {0};
	struct reader_options options = options_here();
	const char *path = bytes_save("r", slice_from("A 1\nB 2\nA 3\n"));
	cr_assert_eq(reader_bids(path, "r", &options, on_bids, &text, &error), STATUS_OK);
	cr_assert_str_eq(text.data, "r UTF-8 a 130 of 3");
	bytes_forget(path);
	bytes_free(&text);
}
