// SPDX-License-Identifier: MIT
/* Places in files from which entries can be read again: the table `restart`. */
#include "store_restart.h"

#include "digest.h"
#include "rows.h"

static enum status write_restart(struct writer *writer, int64_t entry,
				 const struct restart *restart, struct error *error)
{
	char hex[DIGEST_HEX_SIZE] = "";
	if (restart->packed_end > 0) {
		digest_to_hex(restart->sha256, SHA256_SIZE, hex);
	}
	const struct value values[] = {
		value_int(entry),
		value_int(restart->line),
		value_int(restart->offset),
		value_int(restart->unpacked_at),
		value_int(restart->packed_at),
		value_int(restart->packed_bits),
		value_int(restart->packed_end),
		value_text(hex),
		value_blob(restart->window, restart->window_size),
	};
	return writer_put(writer, values, sizeof(values) / sizeof(values[0]), error);
}

enum status restarts_write(struct store *store, int64_t entry, const struct entry_result *result,
			   struct error *error)
{
	struct writer *writer = NULL;
	if (result->restart_count == 0) {
		return STATUS_OK;
	}
	enum status status =
		writer_open(store,
			    "INSERT INTO restart (entry, line, offset, unpacked_at, packed_at,"
			    " packed_bits, packed_end, sha256, window)"
			    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
			    &writer, error);
	for (size_t i = 0; status == STATUS_OK && i < result->restart_count; i++) {
		status = write_restart(writer, entry, &result->restarts[i], error);
	}
	writer_close(writer);
	return status;
}

/* "af09…" into bytes; false when it is no SHA-256. */
static bool read_hex(struct slice hex, unsigned char *ret_sha256)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; hex.size == DIGEST_HEX_SIZE - 1 && i < SHA256_SIZE; i++) {
		const char *high = memchr(digits, hex.data[2 * i], sizeof(digits) - 1);
		const char *low = memchr(digits, hex.data[2 * i + 1], sizeof(digits) - 1);
		if (high == NULL || low == NULL) {
			return false;
		}
		ret_sha256[i] = (unsigned char)((high - digits) * 16 + (low - digits));
	}
	return hex.size == DIGEST_HEX_SIZE - 1;
}

/* False: not as it was written. */
static bool take_restart(struct rows *rows, struct restart_found *found)
{
	struct slice window = rows_text(rows, 7);
	found->restart = (struct restart){
		.line = rows_int(rows, 0),
		.offset = rows_int(rows, 1),
		.unpacked_at = rows_int(rows, 2),
		.packed_at = rows_int(rows, 3),
		.packed_bits = (int32_t)rows_int(rows, 4),
		.packed_end = rows_int(rows, 5),
		.window = found->window,
		.window_size = window.size,
	};
	found->source_bytes = rows_int(rows, 8);
	const struct restart *restart = &found->restart;
	bool is_sound = window.size <= RESTART_WINDOW_SIZE && restart->packed_bits >= 0 &&
			restart->packed_bits < 8 &&
			restart->packed_at >= (restart->packed_bits > 0 ? 1 : 0) &&
			restart->offset >= restart->unpacked_at && restart->unpacked_at >= 0;
	if (!is_sound) {
		return false;
	}
	if (window.size > 0) {
		memcpy(found->window, window.data, window.size);
	}
	return restart->packed_end == 0 || read_hex(rows_text(rows, 6), found->restart.sha256);
}

enum status restarts_find(struct store *store, const char *source, const char *entry_sha256,
			  int64_t line, struct restart_found *ret_found, struct error *error)
{
	struct rows *rows = NULL;
	const struct value values[] = {value_text(source), value_text(entry_sha256),
				       value_int(line)};
	/* The same file may lie under several names; one of them was read. */
	enum status status = rows_open_with(
		store,
		"SELECT r.line, r.offset, r.unpacked_at, r.packed_at, r.packed_bits, r.packed_end,"
		" r.sha256, r.window, s.bytes FROM source AS n JOIN source AS s"
		" ON s.sha256 = n.sha256 JOIN entry AS e ON e.source = s.id AND e.sha256 = ?2"
		" JOIN restart AS r ON r.entry = e.id AND r.line <= ?3"
		" WHERE n.path = ?1 ORDER BY r.line DESC LIMIT 1",
		values, 3, &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK && !take_restart(rows, ret_found)) {
		status = STATUS_END; /* the whole is read instead */
	}
	rows_close(rows);
	return status;
}
