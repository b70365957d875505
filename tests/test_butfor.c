// SPDX-License-Identifier: MIT
/* The forward passes on networks small enough to reckon by hand. Times are in seconds. */
#include "butfor.h"

#include <criterion/criterion.h>

enum { S = 1, P = 2, T = 4, U = 8 };

/* A planned piece, a relative loss, an absolute loss. */
#define WORK(from, to)                                                            \
	{                                                                         \
		.from_at = from, .to_at = to, .is_work = true, .is_planned = true \
	}
#define EXTRA(from, to, leaf)                                                                      \
	{                                                                                          \
		.from_at = from, .to_at = to, .is_work = true, .first_leaf = leaf, .leaf_count = 1 \
	}
#define STOP(from, to, leaf, count)                                                   \
	{                                                                             \
		.from_at = from, .to_at = to, .first_leaf = leaf, .leaf_count = count \
	}

/* What the network of a test is made of; each test is a process of its own. */
static struct network_instance instances[2];
static struct network_piece pieces[5];
static struct network_leaf leaves[3];
static struct network_edge edges[1];

static timestamp end_without(const struct network *network, unsigned removed)
{
	timestamp end_at = -1;
	struct error error = {0};
	cr_assert_eq(butfor_end(network, removed, &end_at, &error), STATUS_OK, "%s", error.message);
	return end_at;
}

/* One step of 100, then one that a fault stops for 60 of its 160. */
static struct network one_fault(void)
{
	instances[0] = (struct network_instance){.id = 1,
						 .start_at = 0,
						 .end_at = 100,
						 .not_before_at = TIMESTAMP_NONE,
						 .restores = true,
						 .first_piece = 0,
						 .piece_count = 1};
	instances[1] = (struct network_instance){.id = 2,
						 .start_at = 100,
						 .end_at = 260,
						 .enable_at = 100,
						 .not_before_at = TIMESTAMP_NONE,
						 .restores = true,
						 .first_piece = 1,
						 .piece_count = 3,
						 .first_edge = 0,
						 .edge_count = 1};
	edges[0] = (struct network_edge){0};
	leaves[0] = (struct network_leaf){.cause = T};
	pieces[0] = (struct network_piece)WORK(0, 100);
	pieces[1] = (struct network_piece)WORK(100, 150);
	pieces[2] = (struct network_piece)STOP(150, 210, 0, 1);
	pieces[3] = (struct network_piece)WORK(210, 260);
	return (struct network){.instances = instances,
				.instance_count = 2,
				.edges = edges,
				.edge_count = 1,
				.pieces = pieces,
				.piece_count = 4,
				.leaves = leaves,
				.leaf_count = 1,
				.restored_at = 260};
}

Test(butfor, removing_nothing_ends_as_built)
{
	struct network network = one_fault();
	cr_expect_eq(end_without(&network, 0), 260);
}

Test(butfor, a_removed_fault_gives_back_its_length)
{
	struct network network = one_fault();
	cr_expect_eq(end_without(&network, T), 200);
	cr_expect_eq(end_without(&network, S | P | U), 260);
}

Test(butfor, what_the_tail_waits_for_counts)
{
	struct network network = one_fault();
	leaves[1] = (struct network_leaf){.cause = U};
	pieces[4] = (struct network_piece)STOP(260, 290, 1, 1);
	network.piece_count = 5;
	network.leaf_count = 2;
	network.first_tail_piece = 4;
	network.tail_piece_count = 1;
	network.restored_at = 290;
	cr_expect_eq(end_without(&network, 0), 290);
	cr_expect_eq(end_without(&network, U), 260);
	cr_expect_eq(end_without(&network, T | U), 200);
}

/* A step that could start at 100 is held by an absence until 160 and a fault for the same 60. */
static struct network absence_beside_fault(void)
{
	struct network network = one_fault();
	instances[1].start_at = 160;
	leaves[0] = (struct network_leaf){
		.cause = S, .absolute = true, .hold_from_at = 80, .hold_to_at = 160};
	leaves[1] = (struct network_leaf){.cause = T};
	pieces[1] = (struct network_piece)STOP(100, 130, 0, 2);
	pieces[2] = (struct network_piece)STOP(130, 160, 0, 2);
	pieces[3] = (struct network_piece)WORK(160, 260);
	network.leaf_count = 2;
	return network;
}

Test(butfor, an_absolute_blocker_holds_by_the_clock)
{
	struct network network = absence_beside_fault();
	cr_expect_eq(end_without(&network, 0), 260);
	cr_expect_eq(end_without(&network, T), 260, "the absence alone holds until 160");
	cr_expect_eq(end_without(&network, S), 260, "the fault alone takes its 60");
	cr_expect_eq(end_without(&network, S | T), 200);
}

Test(butfor, what_is_concurrent_no_more_comes_before_what_still_is)
{
	struct network network = absence_beside_fault();
	leaves[0] = (struct network_leaf){.cause = T};
	leaves[1] = (struct network_leaf){
		.cause = S, .absolute = true, .hold_from_at = 100, .hold_to_at = 160};
	leaves[2] = (struct network_leaf){.cause = P};
	pieces[1] = (struct network_piece)STOP(100, 130, 0, 2);
	pieces[2] = (struct network_piece)STOP(130, 160, 1, 2);
	network.leaf_count = 3;
	cr_expect_eq(end_without(&network, 0), 260);
	cr_expect_eq(end_without(&network, T), 290, "until 160, then the 30 that P takes");
	cr_expect_eq(end_without(&network, P), 260, "it is the last: nothing comes after");
	cr_expect_eq(end_without(&network, T | P), 260);
	cr_expect_eq(end_without(&network, S), 260);
}

Test(butfor, an_absence_that_begins_later_does_not_hold)
{
	struct network network = absence_beside_fault();
	leaves[0].hold_from_at = 100 + US_PER_S;
	leaves[0].hold_to_at = 160 + US_PER_S;
	cr_expect_eq(end_without(&network, T), 200);
}

/* Clocks are corrected by parts of a second, which no stamp of whole seconds bears out. */
Test(butfor, an_absence_that_begins_within_the_same_second_holds)
{
	struct network network = absence_beside_fault();
	leaves[0].hold_from_at = 100 + US_PER_S - 1;
	leaves[0].hold_to_at = 160 + US_PER_S;
	cr_expect_eq(end_without(&network, T), 260 + US_PER_S);
}

Test(butfor, absolute_blockers_hold_one_after_the_other)
{
	struct network network = one_fault();
	instances[1].start_at = 160;
	leaves[0] = (struct network_leaf){
		.cause = S, .absolute = true, .hold_from_at = 80, .hold_to_at = 130};
	leaves[1] = (struct network_leaf){.cause = T,
					  .absolute = true,
					  .hold_from_at = 120 + US_PER_S,
					  .hold_to_at = 160 + US_PER_S};
	pieces[1] = (struct network_piece)STOP(100, 130 + US_PER_S, 0, 1);
	pieces[2] = (struct network_piece)STOP(130 + US_PER_S, 160 + US_PER_S, 1, 1);
	pieces[3] = (struct network_piece)WORK(160 + US_PER_S, 260 + US_PER_S);
	leaves[0].hold_to_at += US_PER_S;
	network.leaf_count = 2;
	cr_expect_eq(end_without(&network, 0), 260 + US_PER_S);
	cr_expect_eq(end_without(&network, T), 230 + US_PER_S);
	cr_expect_eq(end_without(&network, S), 200, "it had not begun then");
}

Test(butfor, a_gate_opens_by_the_clock)
{
	struct network network = one_fault();
	instances[0].end_at = 90;
	pieces[0].to_at = 90;
	instances[1].not_before_at = 100;
	cr_expect_eq(end_without(&network, 0), 260);
	cr_expect_eq(end_without(&network, T), 200);
}

Test(butfor, work_beyond_the_allowance_goes_with_its_category)
{
	struct network network = one_fault();
	leaves[0].cause = P;
	pieces[2] = (struct network_piece)EXTRA(150, 210, 0);
	cr_expect_eq(end_without(&network, P), 200);
	cr_expect_eq(end_without(&network, T), 260);
}

/* A predecessor that ended inside an instance: what was left after it waits for it. */
Test(butfor, the_rest_waits_for_a_predecessor_that_ended_inside)
{
	struct network network = one_fault();
	/* the first runs 0–100 with a loss of 40 in it, the second 50–160 */
	instances[0].piece_count = 2;
	leaves[0].cause = T;
	pieces[0] = (struct network_piece)STOP(0, 40, 0, 1);
	pieces[1] = (struct network_piece)WORK(40, 100);
	instances[1] = (struct network_instance){.id = 2,
						 .start_at = 50,
						 .end_at = 160,
						 .enable_at = 50,
						 .not_before_at = 50,
						 .restores = true,
						 .first_piece = 2,
						 .piece_count = 2,
						 .first_edge = 0,
						 .edge_count = 1};
	pieces[2] = (struct network_piece)WORK(50, 100);
	pieces[3] = (struct network_piece)WORK(100, 160);
	network.restored_at = 160;
	cr_expect_eq(end_without(&network, 0), 160);
	cr_expect_eq(end_without(&network, T), 160, "its own first 50 take as long");
}

Test(butfor, a_night_without_steps_is_all_tail)
{
	struct network_leaf leaf = {.cause = U};
	struct network_piece piece = STOP(0, 500, 0, 1);
	struct network network = {.pieces = &piece,
				  .piece_count = 1,
				  .leaves = &leaf,
				  .leaf_count = 1,
				  .tail_piece_count = 1,
				  .restored_at = 500};
	cr_expect_eq(end_without(&network, 0), 500);
	cr_expect_eq(end_without(&network, U), 0);
}
