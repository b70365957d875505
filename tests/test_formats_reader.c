// SPDX-License-Identifier: MIT
/*
 * Every sample through the reader: the same events come from a plain file, from one with CRLF, from
 * a .gz and from a .tar.xz; the sample's own format wins the auction; no line is lost. Needs no
 * edit for a new format.
 */
#include <criterion/criterion.h>

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>
#include <zlib.h>

#include "event_text.h"
#include "reader.h"

/* What the reader told about one path. */
struct account {
	FILE *out; /* one line per event or rejected line */
	char *text;
	size_t size;
	char format[64];
	struct tally tally;
	int entries;
};

static enum status on_enter(void *self, const struct entry *entry, struct error *error)
{
	(void)entry;
	(void)error;
	((struct account *)self)->entries++;
	return STATUS_OK;
}

static enum status on_accept(void *self, const struct position *position, const struct event *event,
			     struct slice text, struct error *error)
{
	struct account *account = self;
	(void)text;
	(void)error;
	fprintf(account->out, "{\"line\": %lld, \"at\": %lld", (long long)position->line,
		(long long)event->happened_at);
	put_event(account->out, slice_empty(), event);
	fprintf(account->out, "}\n");
	return STATUS_OK;
}

static enum status on_reject(void *self, const struct position *position, const char *reason,
			     struct slice text, struct error *error)
{
	(void)text;
	(void)error;
	fprintf(((struct account *)self)->out, "{\"line\": %lld, \"rejected\": \"%s\"}\n",
		(long long)position->line, reason);
	return STATUS_OK;
}

static enum status on_leave(void *self, const struct entry_result *result, struct error *error)
{
	struct account *account = self;
	(void)error;
	snprintf(account->format, sizeof account->format, "%s", result->format);
	tally_add(&account->tally, &result->tally);
	return STATUS_OK;
}

static struct account read_path(const char *path)
{
	struct account account = {.entries = 0};
	struct reader_options options = reader_defaults();
	struct reader_account summary;
	struct error error = {.status = STATUS_OK};
	account.out = open_memstream(&account.text, &account.size);
	options.reference_at = INT64_C(1723000000) * US_PER_S;
	options.reference_origin = ORIGIN_CASE;
	struct event_sink sink = {.enter = on_enter,
				  .accept = on_accept,
				  .reject = on_reject,
				  .leave = on_leave,
				  .self = &account};
	enum status status = reader_read(path, "sample", &options, sink, &summary, &error);
	cr_expect_eq(status, STATUS_OK, "%s: %s", path, error.message);
	fclose(account.out);
	return account;
}

static void write_plain(const char *path, struct slice bytes)
{
	FILE *file = fopen(path, "wb");
	cr_assert_not_null(file);
	fwrite(bytes.data, 1, bytes.size, file);
	fclose(file);
}

static void write_crlf(const char *path, struct slice bytes)
{
	FILE *file = fopen(path, "wb");
	cr_assert_not_null(file);
	for (size_t i = 0; i < bytes.size; i++) {
		if (bytes.data[i] == '\n') {
			putc('\r', file);
		}
		putc(bytes.data[i], file);
	}
	fclose(file);
}

static void write_gz(const char *path, struct slice bytes)
{
	gzFile file = gzopen(path, "wb");
	cr_assert_not_null(file);
	cr_assert_eq(gzwrite(file, bytes.data, (unsigned)bytes.size), (int)bytes.size);
	gzclose(file);
}

static void write_tar_xz(const char *path, struct slice bytes)
{
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();
	archive_write_add_filter_xz(archive);
	archive_write_set_format_pax_restricted(archive);
	cr_assert_eq(archive_write_open_filename(archive, path), ARCHIVE_OK);
	archive_entry_set_pathname(entry, "logs/sample.log");
	archive_entry_set_size(entry, (la_int64_t)bytes.size);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	cr_assert_eq(archive_write_header(archive, entry), ARCHIVE_OK);
	cr_assert_eq(archive_write_data(archive, bytes.data, bytes.size), (la_ssize_t)bytes.size);
	archive_entry_free(entry);
	archive_write_free(archive);
}

static int64_t count_lines(struct slice sample)
{
	struct slice line;
	int64_t count = 0;
	while (next_line(&sample, &line)) {
		count++;
	}
	return count;
}

static void expect_first_difference(const char *name, const char *way, const struct account *plain,
				    const struct account *other)
{
	struct slice left = slice_make(plain->text, plain->size);
	struct slice right = slice_make(other->text, other->size);
	struct slice left_line = slice_empty();
	struct slice right_line = slice_empty();
	while (next_line(&left, &left_line)) {
		bool same = next_line(&right, &right_line) && slice_equals(left_line, right_line);
		cr_expect(same, "%s, %s:\n got  " SLICE_FORMAT "\n want " SLICE_FORMAT, name, way,
			  SLICE_ARGUMENTS(right_line), SLICE_ARGUMENTS(left_line));
		if (!same) {
			return;
		}
	}
	cr_expect(right.size == 0, "%s, %s: more events", name, way);
}

static void expect_account(const char *name, const char *way, const struct account *account,
			   int64_t lines)
{
	cr_expect_str_eq(account->format, name, "%s, %s: read by %s", name, way, account->format);
	cr_expect_eq(account->entries, 1, "%s, %s: %d entries", name, way, account->entries);
	cr_expect_eq(account->tally.lines, lines, "%s, %s: %lld lines of %lld", name, way,
		     (long long)account->tally.lines, (long long)lines);
	cr_expect(tally_is_exact(&account->tally), "%s, %s: the tally is not exact", name, way);
}

/* A way to lie on disk. */
struct way {
	const char *ending;
	void (*write)(const char *path, struct slice bytes);
};

Test(formats_reader, same_events_however_a_sample_lies_on_disk, .timeout = 600)
{
	static const struct way ways[] = {{".log", write_plain},
					  {".crlf.log", write_crlf},
					  {".log.gz", write_gz},
					  {".tar.xz", write_tar_xz}};
	char folder[] = "/tmp/overrun-formats-XXXXXX";
	cr_assert_not_null(mkdtemp(folder));
	for (size_t i = 0; i < format_count; i++) {
		const char *name = format_table[i]->name;
		struct text text = text_load("samples/formats", name, ".log");
		struct slice sample = slice_make(text.data, text.size);
		struct account plain = {.text = NULL};
		for (size_t j = 0; j < sizeof ways / sizeof ways[0] && text.data != NULL; j++) {
			char path[256];
			snprintf(path, sizeof path, "%s/%s%s", folder, name, ways[j].ending);
			ways[j].write(path, sample);
			struct account account = read_path(path);
			expect_account(name, ways[j].ending, &account, count_lines(sample));
			if (j == 0) {
				plain = account;
			} else {
				expect_first_difference(name, ways[j].ending, &plain, &account);
				free(account.text);
			}
			unlink(path);
		}
		free(plain.text);
		free(text.data);
	}
	rmdir(folder);
}
