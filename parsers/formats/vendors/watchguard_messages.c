// SPDX-License-Identifier: MIT
/* What Fireware's message ids mean to an operation. */
#include "watchguard_messages.h"
#include "message_table.h"

enum { ID_SIZE = 8 }; /* without the dash */

/* clang-format off */
static const struct message_row rows[] = {
	{"3E000002", "anagement user", SIGNAL_OPERATOR_LOGIN, "ok", NULL},	/* F, as below */
	{"3E000003", "anagement user", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{"3E000004", "anagement user", SIGNAL_OPERATOR_LOGOUT, NULL, NULL},
	{"50000001", NULL, SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{"11000004", "was accepted", SIGNAL_LOG, "ok", NULL},			/* F: users */
	{"11000005", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},			/* K */
	{"01010001", NULL, SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{"01050001", NULL, SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{"15000000", NULL, SIGNAL_POLICY_PUSH_OK, "ok", NULL},
	{"15000001", NULL, SIGNAL_POLICY_PUSH_OK, "ok", NULL},
	{"39000005", NULL, SIGNAL_HA_FAILOVER, NULL, NULL},
	{"3900000F", NULL, SIGNAL_HA_FAILOVER, NULL, NULL},
	{"39000010", NULL, SIGNAL_HA_FAILOVER, NULL, NULL},
	{"39000012", NULL, SIGNAL_HA_FAILOVER, NULL, NULL},
	{"39000015", NULL, SIGNAL_HA_FAILOVER, NULL, NULL},
	{"39000019", NULL, SIGNAL_HA_FAILOVER, NULL, NULL},
	{"3100003E", NULL, SIGNAL_HA_FAILOVER, NULL, NULL},
	{"3100003F", NULL, SIGNAL_HA_FAILOVER, NULL, NULL},
	{"39000003", NULL, SIGNAL_HA_PEER_DOWN, "fail", "from member "},
	{"3900000C", NULL, SIGNAL_HA_SYNC_FAIL, "fail", NULL},
	{"3900000D", NULL, SIGNAL_HA_SYNC_FAIL, "fail", NULL},
	{"3900000E", NULL, SIGNAL_HA_SYNC_OK, "ok", NULL},
	{"39000011", "is down", SIGNAL_LINK_DOWN, "fail", "interface "},
	{"39000011", "is up", SIGNAL_LINK_UP, "ok", "interface "},
	{"3100000B", NULL, SIGNAL_LINK_UP, "ok", "["},
	{"3100000D", NULL, SIGNAL_LINK_DOWN, "fail", "["},
	{"3100002C", "to UP", SIGNAL_LINK_UP, "ok", "["},
	{"3100002C", "to DOWN", SIGNAL_LINK_DOWN, "fail", "["},
	{"49000002", NULL, SIGNAL_HEALTH_DOWN, "fail", "received on "},
	{"49000003", NULL, SIGNAL_HEALTH_DOWN, "fail", "Interface "},
	{"49000004", NULL, SIGNAL_HEALTH_DOWN, "fail", "nterface "},
	{"300000C9", NULL, SIGNAL_HEALTH_DOWN, "fail", "Load Balance Server "},
	{"300000CB", NULL, SIGNAL_HEALTH_DOWN, "fail", "Load Balance Server "},
	{"300000C8", NULL, SIGNAL_HEALTH_UP, "ok", "Load Balance Server "},	/* K */
	{"300000CA", NULL, SIGNAL_HEALTH_UP, "ok", "Load Balance Server "},	/* K */
	{"55010000", NULL, SIGNAL_DEVICE_UP, "ok", NULL},			/* "System boot up": there again */
	{"55010004", NULL, SIGNAL_DEVICE_DOWN, NULL, NULL},
	{"55010005", NULL, SIGNAL_DEVICE_REBOOT, NULL, NULL},
	{"55010007", NULL, SIGNAL_DEVICE_REBOOT, NULL, NULL},
	{"55010006", NULL, SIGNAL_UPDATE_OK, "ok", NULL},
	{"55010008", NULL, SIGNAL_CLOCK_STEP, NULL, NULL},
	{"30000004", "expired", SIGNAL_UPDATE_FAIL, "fail", NULL},
	{"30000005", "expired", SIGNAL_UPDATE_FAIL, "fail", NULL},
	{"01020003", NULL, SIGNAL_UPDATE_FAIL, "fail", NULL},
	{"01020005", NULL, SIGNAL_UPDATE_FAIL, "fail", NULL},
	{"2E010017", NULL, SIGNAL_UPDATE_FAIL, "fail", NULL},
	{"2E010018", NULL, SIGNAL_UPDATE_FAIL, "fail", NULL},
	{"2E010019", "fail", SIGNAL_UPDATE_FAIL, "fail", NULL},
	{"2E01001A", "fail", SIGNAL_UPDATE_FAIL, "fail", NULL},
	{"3D0400*", "isconnected", SIGNAL_LOG_GAP, "fail", NULL},		/* K */
	{"2E020066", "completed", SIGNAL_UPDATE_OK, "ok", NULL},
	{"2E020067", "failed", SIGNAL_UPDATE_FAIL, "fail", NULL},
	{"55010003", NULL, SIGNAL_UPDATE_FAIL, "fail", NULL},
	{"5501001A", NULL, SIGNAL_UPDATE_FAIL, "fail", NULL},
	{"2E000005", NULL, SIGNAL_SERVICE_STOP, NULL, ""},
	{"2E000006", NULL, SIGNAL_SERVICE_CRASH, "fail", ""},
	{"2E01001B", NULL, SIGNAL_SERVICE_CRASH, "fail", ""},
	{"11000003", NULL, SIGNAL_HEALTH_DOWN, "fail", "server "},
	{"30000174", "failed over from", SIGNAL_HEALTH_DOWN, "fail", "from interface "},
};
/* clang-format on */

/* Traffic ids; the process firewall writes 3000, proxies 1AFF, 1BFF, 2CFF and others. */
static bool is_traffic(struct slice id)
{
	return slice_is(id, "30000148") || slice_is(id, "30000149") || slice_is(id, "30000150") ||
	       slice_is(id, "30000151") || slice_is(id, "30000173") ||
	       slice_is(slice_first(slice_after(id, 2), 2), "FF");
}

/* "Management user admin@Firebox-DB from 192.0.2.7 modified …", "WebUI User page@… from …" */
static void read_user(struct slice text, struct event *event)
{
	struct slice actor = message_word_after(text, "ser ");
	struct slice client = message_word_after(text, " from ");
	bool is_address = slice_find_char(client, '.') < client.size ||
			  slice_find_char(client, ':') < client.size;
	if (slice_contains(text, "ser ") && is_address) {
		event->actor = event->actor.size > 0 ? event->actor : actor;
		event->client = event->client.size > 0 ? event->client : client;
	}
}

bool watchguard_read(struct slice id, struct slice text, struct event *event)
{
	char bytes[ID_SIZE];
	size_t size = 0;
	for (size_t i = 0; i < id.size && size < ID_SIZE; i++) {
		if (id.data[i] != '-') {
			bytes[size++] = id.data[i];
		}
	}
	struct slice code = slice_make(bytes, size);
	read_user(text, event);
	if (is_traffic(code) && event->client.size > 0 && event->server.size > 0) {
		event->signal = SIGNAL_FLOW;
		return true;
	}
	return message_table_apply(rows, sizeof(rows) / sizeof(rows[0]), code, text, event);
}
