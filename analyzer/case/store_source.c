// SPDX-License-Identifier: MIT
/* The books of feeds and files: which system's records they are, and whether they were read. */
#include "rows.h"
#include "store_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HASH_BLOCK_SIZE = 128 << 10 }; /* of a file being hashed; larger is not faster */

static struct value int_or_null(int64_t value)
{
	return value == PLAN_NONE ? value_null() : value_int(value);
}

static enum status write_feed(struct store *store, const struct plan_source *source,
			      struct error *error)
{
	const struct value values[] = {
		value_text(source->name),      value_text(source->kind),
		value_text(source->host),      value_text(source->timezone),
		int_or_null(source->clock_us), int_or_null(source->heartbeat_us),
		value_text(source->format),    value_text(source->path),
		value_text(source->custody),
	};
	return store_note(store,
			  "INSERT INTO feed (name, kind, host, timezone, clock_us, heartbeat_us,"
			  " format, path, custody) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
			  " ON CONFLICT (name) DO UPDATE SET kind = excluded.kind,"
			  " host = excluded.host, timezone = excluded.timezone,"
			  " clock_us = excluded.clock_us, heartbeat_us = excluded.heartbeat_us,"
			  " format = excluded.format, path = excluded.path,"
			  " custody = excluded.custody",
			  values, sizeof(values) / sizeof(values[0]), error);
}

static enum status find_feed(struct store *store, const char *name, struct error *error)
{
	struct rows *rows = NULL;
	const struct value values[] = {value_text(name)};
	enum status status = rows_open_with(store, "SELECT id FROM feed WHERE name = ?1", values, 1,
					    &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		store->feed = rows_int(rows, 0);
	}
	rows_close(rows);
	return status;
}

enum status store_add_feed(struct store *store, const struct plan_source *source, size_t position,
			   struct error *error)
{
	unsigned char sha256[SHA256_SIZE];
	enum status status = write_feed(store, source, error);
	if (status == STATUS_OK) {
		status = find_feed(store, source->name, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	if (!digest_sha256(source->name, strlen(source->name), sha256)) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", source->name);
	}
	memcpy(&store->feed_hash, sha256, sizeof(store->feed_hash));
	store->position = position;
	store->feed_clock_us = source->clock_us == PLAN_NONE ? 0 : source->clock_us;
	store->feed_is_record = source->kind != NULL && strcmp(source->kind, "record") == 0;
	return store->lengths_are_of == store->feed ? STATUS_OK : entry_load_lengths(store, error);
}

enum status store_hash_file(const char *path, int64_t *ret_bytes, char *ret_sha256,
			    struct error *error)
{
	unsigned char sha256[SHA256_SIZE];
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0) {
		return error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
	}
	struct digest *digest = digest_new();
	char *block = malloc(HASH_BLOCK_SIZE);
	bool enough = digest != NULL && block != NULL;
	int64_t bytes = 0;
	ssize_t size = 0;
	while (enough && (size = read(file, block, HASH_BLOCK_SIZE)) > 0) {
		bytes += size;
		enough = digest_add(digest, block, (size_t)size);
	}
	int number = errno;
	enough = enough && digest_snapshot(digest, sha256);
	close(file);
	free(block);
	digest_free(digest);
	if (size < 0) {
		return error_set(error, STATUS_IO, "%s: %s", path, strerror(number));
	}
	if (!enough) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", path);
	}
	digest_to_hex(sha256, SHA256_SIZE, ret_sha256);
	*ret_bytes = bytes;
	return STATUS_OK;
}

enum status store_measure_file(struct store *store, const char *path, const char *name,
			       int64_t *ret_bytes, char *ret_sha256, struct error *error)
{
	struct stat file;
	struct rows *rows = NULL;
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0 || fstat(descriptor, &file) != 0) {
		int number = errno;
		close(descriptor);
		return error_set(error, STATUS_IO, "%s: %s", path, strerror(number));
	}
	close(descriptor);
	*ret_bytes = file.st_size;
	ret_sha256[0] = '\0';
	const struct value values[] = {value_text(name), value_int(file.st_size)};
	enum status status =
		rows_open_with(store, "SELECT 1 FROM source WHERE path = ?1 AND bytes = ?2", values,
			       2, &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	rows_close(rows);
	if (status == STATUS_OK) {
		return store_hash_file(path, ret_bytes, ret_sha256, error);
	}
	return status == STATUS_END ? STATUS_OK : status;
}

const char *store_reading(const struct store *store)
{
	return store->rules == NULL ? "" : rules_reading_hash(store->rules);
}

void store_use_rules(struct store *store, const struct plan *plan, struct rules *rules)
{
	store->plan = plan;
	store->rules = rules;
}

/*
 * Read before, whole, of this feed, with the rules of today? Its latest entry tells the rules: a
 * file that is read anew with other rules is not "whole" until it has been read to its end.
 */
static enum status source_is_read(struct store *store, const char *path, const char *sha256,
				  bool *ret_is_read, struct error *error)
{
	struct rows *rows = NULL;
	const struct value values[] = {value_text(path), value_text(sha256),
				       value_text(store_reading(store)), value_int(store->feed)};
	enum status status = rows_open_with(
		store,
		"SELECT 1 FROM source AS s WHERE s.path = ?1 AND s.sha256 = ?2"
		" AND s.feed = ?4 AND s.state = 'whole' AND ?3 = COALESCE((SELECT e.reading"
		" FROM entry AS e WHERE e.source = s.id ORDER BY e.id DESC LIMIT 1), ?3)",
		values, 4, &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	rows_close(rows);
	*ret_is_read = status == STATUS_OK;
	return status == STATUS_END ? STATUS_OK : status;
}

enum status store_begin_source(struct store *store, const char *path, int64_t bytes,
			       const char *sha256, struct error *error)
{
	bool is_read = false;
	store_drop_entry(store);
	enum status status = source_is_read(store, path, sha256, &is_read, error);
	if (status != STATUS_OK || is_read) {
		return status == STATUS_OK ? STATUS_END : status;
	}
	status = store_fit_journal(store, bytes, error);
	if (status != STATUS_OK) {
		return status;
	}
	/* Until it is read to its end it counts as unreadable, so that a killed run is noticed. */
	const struct value values[] = {value_int(store->feed), value_text(path), value_int(bytes),
				       value_text(sha256)};
	status = store_note(store,
			    "INSERT INTO source (feed, path, bytes, sha256, state, note)"
			    " VALUES (?1, ?2, ?3, ?4, 'unreadable', 'the run that read it died')"
			    " ON CONFLICT (path) DO UPDATE SET feed = excluded.feed,"
			    " bytes = excluded.bytes, sha256 = excluded.sha256,"
			    " state = excluded.state, note = excluded.note",
			    values, 4, error);
	if (status != STATUS_OK) {
		return status;
	}
	struct rows *rows = NULL;
	status = rows_open_with(store, "SELECT id FROM source WHERE path = ?1", &values[1], 1,
				&rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		store->source = rows_int(rows, 0);
	}
	rows_close(rows);
	return status;
}

enum status store_end_source(struct store *store, const char *state, const char *note,
			     struct error *error)
{
	store_drop_entry(store);
	const struct value values[] = {value_int(store->source), value_text(state),
				       value_text(note)};
	return store_note(store, "UPDATE source SET state = ?2, note = ?3 WHERE id = ?1", values, 3,
			  error);
}
