// SPDX-License-Identifier: MIT
/* The courier: loads arrive in the order sent, failures are told, nobody waits for ever. */
#include "store_courier.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { KINDS = 3, SENT = 2000, FAILS_AT = 50 };

/* Rows that arrived: the kind of each load and the number it was given. */
struct shelf {
	size_t kinds[SENT];
	size_t numbers[SENT];
	size_t count;
	size_t fails_at; /* 0: never */
};

static enum status put_on_shelf(void *self, struct load *load, struct error *error)
{
	struct shelf *shelf = self;
	if (shelf->fails_at != 0 && shelf->count == shelf->fails_at) {
		return error_set(error, STATUS_DATABASE, "the shelf broke");
	}
	shelf->kinds[shelf->count] = load->kind;
	shelf->numbers[shelf->count++] = load->rows;
	return STATUS_OK;
}

static void check_shelf(const struct shelf *shelf, size_t count)
{
	cr_assert_eq(shelf->count, count);
	for (size_t i = 0; i < count; i++) {
		cr_assert_eq(shelf->kinds[i], i % KINDS);
		cr_assert_eq(shelf->numbers[i], i);
	}
}

Test(courier, delivers_in_order)
{
	static struct shelf shelf;
	struct courier courier;
	courier_open(&courier, put_on_shelf, &shelf);
	for (size_t i = 0; i < SENT; i++) {
		struct load *load = courier_take(&courier, i % KINDS);
		cr_assert_eq(load->rows, 0);
		load->rows = i;
		bool is_handed = i % 97 == 0;
		cr_assert_eq(is_handed ? courier_hand_over(&courier, load, NULL)
				       : courier_send(&courier, load, NULL),
			     STATUS_OK);
		if (is_handed) {
			cr_assert_eq(shelf.count, i + 1);
		}
	}
	cr_assert_eq(courier_settle(&courier, NULL), STATUS_OK);
	check_shelf(&shelf, SENT);
	courier_close(&courier);
}

Test(courier, tells_a_failure_until_it_is_dropped)
{
	static struct shelf shelf = {.fails_at = FAILS_AT};
	struct courier courier;
	struct error error = {.status = STATUS_OK};
	courier_open(&courier, put_on_shelf, &shelf);
	for (size_t i = 0; i < 2 * FAILS_AT; i++) {
		struct load *load = courier_take(&courier, i % KINDS);
		load->rows = i;
		(void)courier_send(&courier, load, &error);
	}
	cr_assert_eq(courier_settle(&courier, &error), STATUS_DATABASE);
	cr_assert_str_eq(error.message, "the shelf broke");
	check_shelf(&shelf, FAILS_AT);
	courier_drop(&courier);
	cr_assert_eq(courier_settle(&courier, &error), STATUS_OK);
	shelf.fails_at = 0;
	struct load *load = courier_take(&courier, FAILS_AT % KINDS);
	load->rows = FAILS_AT;
	cr_assert_eq(courier_send(&courier, load, &error), STATUS_OK);
	cr_assert_eq(courier_settle(&courier, &error), STATUS_OK);
	check_shelf(&shelf, FAILS_AT + 1);
	courier_close(&courier);
}

Test(courier, lends_every_load_again)
{
	static struct shelf shelf;
	struct courier courier;
	courier_open(&courier, put_on_shelf, &shelf);
	for (int round = 0; round < 3; round++) {
		struct load *loads[COURIER_LOADS];
		for (size_t i = 0; i < COURIER_LOADS; i++) {
			loads[i] = courier_take(&courier, 0);
			loads[i]->rows = 1;
		}
		for (size_t i = 0; i < COURIER_LOADS; i++) {
			courier_return(&courier, loads[i]);
		}
	}
	cr_assert_eq(shelf.count, 0);
	courier_drop(&courier);
	courier_close(&courier);
	courier_close(&courier);
}

Test(courier, gives_memory_back_of_what_nobody_has)
{
	static struct shelf shelf;
	struct courier courier;
	courier_open(&courier, put_on_shelf, &shelf);
	struct load *held = courier_take(&courier, 1);
	struct load *other = courier_take(&courier, 2);
	held->cells = malloc(sizeof(*held->cells));
	other->cells = malloc(sizeof(*other->cells));
	other->texts = malloc(1);
	other->text_capacity = 1;
	courier_return(&courier, other);
	courier_rest(&courier);
	cr_assert_not_null(held->cells, "it is somebody's");
	cr_assert_eq(courier_take(&courier, 3), other, "the one that was last in use");
	cr_assert(other->cells == NULL && other->texts == NULL && other->text_capacity == 0);
	cr_assert_eq(other->kind, 3);
	courier_return(&courier, other);
	courier_return(&courier, held);
	courier_close(&courier);
}
