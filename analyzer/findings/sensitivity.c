// SPDX-License-Identifier: MIT
/* Sensitivity: the method run again with other numbers. */
#include "sensitivity.h"

#include "rows.h"
#include "store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	VARIATION_LIMIT = 68, /* four policies and 32 sources both ways: more say nothing more */
	NAME_SIZE = 160,
	SQL_SIZE = 768,
	CAUSES = 4,
};

struct variation {
	char name[NAME_SIZE];
	char sql[SQL_SIZE];
	char cause[CAUSES][16];
	int64_t headline_us[CAUSES];
	size_t cause_count;
};

struct variations {
	struct variation *items;
	size_t count;
};

static void add_variation(struct variations *variations, const char *name, const char *sql)
{
	if (variations->count < VARIATION_LIMIT) {
		struct variation *item = &variations->items[variations->count++];
		snprintf(item->name, sizeof item->name, "%s", name);
		snprintf(item->sql, sizeof item->sql, "%s", sql);
	}
}

static void add_policies(struct variations *variations)
{
	add_variation(variations, "idle tolerance x 0.6",
		      "UPDATE policy SET value = value * 3 / 5 WHERE name = 'idle_us';"
		      "UPDATE step SET quiet_us = quiet_us * 3 / 5;");
	add_variation(variations, "idle tolerance x 2",
		      "UPDATE policy SET value = value * 2 WHERE name = 'idle_us';"
		      "UPDATE step SET quiet_us = quiet_us * 2;");
	add_variation(variations, "ack_grace 0 min",
		      "UPDATE policy SET value = 0 WHERE name = 'ack_grace_us';");
	add_variation(variations, "ack_grace 10 min",
		      "UPDATE policy SET value = 600000000 WHERE name = 'ack_grace_us';");
}

static void add_clock(struct variations *variations, int64_t feed, const char *name,
		      int64_t width_us)
{
	for (int sign = -1; sign <= 1; sign += 2) {
		char title[NAME_SIZE];
		char sql[SQL_SIZE];
		int64_t shift_us = sign * width_us;
		snprintf(title, sizeof title, "clock of %.100s %+" PRId64 " s", name,
			 shift_us / US_PER_S);
		snprintf(sql, sizeof sql,
			 "UPDATE fact SET at = at - (%" PRId64 ") WHERE feed = %" PRId64 ";"
			 "UPDATE touch SET at = at - (%" PRId64 ") WHERE feed = %" PRId64 ";"
			 "UPDATE coverage SET from_at = from_at - (%" PRId64
			 "), to_at = to_at - (%" PRId64 ") WHERE feed = %" PRId64 ";"
			 "UPDATE clock SET offset_us = offset_us + (%" PRId64
			 ") WHERE feed = %" PRId64 ";",
			 shift_us, feed, shift_us, feed, shift_us, shift_us, feed, shift_us, feed);
		add_variation(variations, title, sql);
	}
}

/*
 * Only sources whose lines say anything to the method, or would if accounts in them were listed; or
 * requests when service was back. CROSS JOIN: of a source only its own rows are looked through.
 */
static enum status add_clocks(struct variations *variations, struct store *store,
			      struct error *error)
{
	struct rows *rows = NULL;
	enum status status = rows_open(
		store,
		"SELECT k.feed, d.name, MAX(k.width_us) FROM clock AS k "
		"JOIN feed AS d ON d.id = k.feed WHERE k.origin = 'uncalibrated' "
		"AND (k.feed IN (SELECT feed FROM fact) OR d.kind = 'gateway' AND k.feed IN "
		"(SELECT s.feed FROM request_minute AS m JOIN entry AS e ON e.id = m.entry "
		"JOIN source AS s ON s.id = e.source) OR EXISTS (SELECT 1 FROM source AS s "
		"CROSS JOIN entry AS e ON e.source = s.id CROSS JOIN happening AS h "
		"ON h.id BETWEEN e.first_event AND e.last_event WHERE s.feed = k.feed "
		"AND h.line_hash IS NOT NULL AND h.signal IN "
		"(SELECT code FROM signal_word WHERE word LIKE 'operator.%'))) "
		"GROUP BY k.feed ORDER BY d.name",
		&rows, error);
	while (status == STATUS_OK && (status = rows_next(rows, error)) == STATUS_OK) {
		add_clock(variations, rows_int(rows, 0), rows_text(rows, 1).data,
			  rows_int(rows, 2));
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status read_headline(struct variation *variation, struct store *store,
				 struct error *error)
{
	struct rows *rows = NULL;
	enum status status = rows_open(store, "SELECT cause, headline_us FROM share ORDER BY cause",
				       &rows, error);
	while (status == STATUS_OK && (status = rows_next(rows, error)) == STATUS_OK) {
		if (variation->cause_count < CAUSES) {
			size_t i = variation->cause_count++;
			snprintf(variation->cause[i], sizeof variation->cause[i], "%s",
				 rows_text(rows, 0).data);
			variation->headline_us[i] = rows_int(rows, 1);
		}
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status try_variation(struct variation *variation, struct store *store,
				 sensitivity_run_fn *run, void *user, struct error *error)
{
	enum status status = store_run_script(store, "sensitivity", "SAVEPOINT variation;", error);
	if (status != STATUS_OK) {
		return status;
	}
	status = store_run_script(store, variation->name, variation->sql, error);
	if (status == STATUS_OK) {
		status = run(user, error);
	}
	if (status == STATUS_OK) {
		status = read_headline(variation, store, error);
	}
	struct error undo = {0};
	enum status undone = store_run_script(store, "sensitivity",
					      "ROLLBACK TO variation; RELEASE variation;", &undo);
	if (status == STATUS_INTERNAL && undone == STATUS_OK) {
		char text[ERROR_MESSAGE_SIZE + 2 * NAME_SIZE];
		snprintf(text, sizeof text, "sensitivity: %s is left out: %s", variation->name,
			 error == NULL ? "" : error->message);
		variation->cause_count = 0;
		return store_warn(store, "method", text, error);
	}
	return status == STATUS_OK && undone != STATUS_OK
		       ? error_set(error, undone, "%s", undo.message)
		       : status;
}

static enum status write_variation(const struct variation *variation, struct store *store,
				   struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < variation->cause_count; i++) {
		struct value values[] = {value_text(variation->name),
					 value_text(variation->cause[i]),
					 value_int(variation->headline_us[i])};
		status = store_exec(store,
				    "INSERT INTO sensitivity (name, cause, headline_us) "
				    "VALUES (?1, ?2, ?3)",
				    values, 3, error);
	}
	return status;
}

enum status sensitivity_fill(struct store *store, sensitivity_run_fn *run, void *user,
			     struct error *error)
{
	struct variations variations = {calloc(VARIATION_LIMIT, sizeof *variations.items), 0};
	if (variations.items == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "sensitivity: out of memory");
	}
	add_policies(&variations);
	enum status status = add_clocks(&variations, store, error);
	for (size_t i = 0; status == STATUS_OK && i < variations.count; i++) {
		status = try_variation(&variations.items[i], store, run, user, error);
	}
	if (status == STATUS_OK) {
		status = store_exec(store, "DELETE FROM sensitivity", NULL, 0, error);
	}
	for (size_t i = 0; status == STATUS_OK && i < variations.count; i++) {
		status = write_variation(&variations.items[i], store, error);
	}
	free(variations.items);
	return status;
}
