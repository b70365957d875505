// SPDX-License-Identifier: MIT
/*
 * Writes log lines for measuring, the same for the same arguments:
 *
 *     bench-generate KIND LINES [SEED [PATHS]] >FILE
 *
 * KIND is one of the table at the end. PATHS is how many different request paths there are
 * (default 1000; 0: each line its own). Lines are invented; addresses are the 762 of RFC 5737. Two
 * kinds of nginx lines have others, of 10.0.0.0/8: in nginx-clients most requests come from a
 * client of their own; in nginx-browsers some clients, paths and agents come often and many seldom
 * (a million lines: 114,000, 52,000 and 256), and agents have the length of browsers'.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	START_S = 1781884800, /* 2026-06-19T16:00:00Z */
	LINES_PER_S = 200,
	PATHS = 1000,
	BUFFER_SIZE = 1 << 20,
};

struct bench {
	uint64_t state;
	uint64_t paths;
	uint64_t line;
	int64_t at_s;
	struct tm at;
	unsigned millisecond;
};

/* SplitMix64. */
static uint64_t draw(struct bench *bench, uint64_t below)
{
	uint64_t value = (bench->state += UINT64_C(0x9e3779b97f4a7c15));
	value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (value ^ (value >> 31)) % below;
}

static unsigned number(struct bench *bench, unsigned below)
{
	return (unsigned)draw(bench, below);
}

static const char *pick(struct bench *bench, const char *const *words, unsigned count)
{
	return words[number(bench, count)];
}

#define PICK(bench, words) pick(bench, words, (unsigned)(sizeof(words) / sizeof((words)[0])))

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
				     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const methods[] = {"GET", "GET", "GET", "GET", "POST", "PUT"};
static const char *const actions[] = {"accept", "accept", "accept", "close", "deny"};
static const char *const statuses[] = {"200", "200", "200", "200", "200", "200",
				       "304", "404", "499", "502", "503"};
static const char *const agents[] = {
	"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0",
	"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15",
	"okhttp/4.12.0",
	"curl/8.8.0",
	"pay-sdk/3.2 (Android 14)",
};
static const char *const hosts[] = {"gw-01", "gw-02", "app-01", "app-02", "db-01", "bastion-01"};
static const char *const people[] = {"kim", "lee", "park", "choi", "deploy"};

static const char *draw_path(struct bench *bench, char *text, size_t size)
{
	uint64_t path = bench->paths == 0 ? bench->line : draw(bench, bench->paths);
	(void)snprintf(text, size, "/v1/pay/%" PRIu64 "/receipt?order=%" PRIu64, path % 7919, path);
	return text;
}

static const char *draw_client(struct bench *bench, char *text, size_t size)
{
	static const char *const nets[] = {"192.0.2", "198.51.100", "203.0.113"};
	(void)snprintf(text, size, "%s.%u", PICK(bench, nets), number(bench, 254) + 1);
	return text;
}

static const char *draw_any_client(struct bench *bench, char *text, size_t size)
{
	unsigned host = number(bench, 1 << 24);
	(void)snprintf(text, size, "10.%u.%u.%u", host >> 16, host >> 8 & 255, host & 255);
	return text;
}

enum { TEXT_SIZE = 80 };

static void write_combined(struct bench *bench, FILE *out,
			   const char *(*draw_its)(struct bench *bench, char *text, size_t size))
{
	char client[TEXT_SIZE], path[TEXT_SIZE];
	(void)fprintf(out,
		      "%s - - [%02d/%s/%d:%02d:%02d:%02d +0000] \"%s %s HTTP/1.1\" %s %u"
		      " \"https://shop.example.com/\" \"%s\"\n",
		      draw_its(bench, client, sizeof(client)), bench->at.tm_mday,
		      months[bench->at.tm_mon], bench->at.tm_year + 1900, bench->at.tm_hour,
		      bench->at.tm_min, bench->at.tm_sec, PICK(bench, methods),
		      draw_path(bench, path, sizeof(path)), PICK(bench, statuses),
		      number(bench, 60000), PICK(bench, agents));
}

static void write_nginx(struct bench *bench, FILE *out)
{
	write_combined(bench, out, draw_client);
}

static void write_nginx_clients(struct bench *bench, FILE *out)
{
	write_combined(bench, out, draw_any_client);
}

/* 0 to 2^bits - 1, each number half as often as its half. */
static unsigned seldom(struct bench *bench, unsigned bits)
{
	return number(bench, 2U << number(bench, bits));
}

static void write_agent(struct bench *bench, FILE *out)
{
	static const char *const systems[] = {
		"Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7",
		"X11; Linux x86_64",           "Linux; Android 10; K",
		"Windows NT 6.1; Win64; x64",  "X11; CrOS x86_64 14541.0.0"};
	enum { SYSTEMS = sizeof(systems) / sizeof(systems[0]), FIREFOX = SYSTEMS, SAFARI, KINDS };
	unsigned agent = seldom(bench, 8);
	unsigned version = agent / KINDS;
	switch (agent % KINDS) {
	case FIREFOX:
		(void)fprintf(out,
			      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:%u.0) Gecko/20100101"
			      " Firefox/%u.0",
			      100 + version, 100 + version);
		break;
	case SAFARI:
		(void)fprintf(out,
			      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_%u like Mac OS X)"
			      " AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.%u"
			      " Mobile/15E148 Safari/604.1",
			      version, version);
		break;
	default:
		(void)fprintf(out,
			      "Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko)"
			      " Chrome/%u.0.0.0 Safari/537.36",
			      systems[agent % KINDS], 100 + version);
	}
}

static void write_browsers(struct bench *bench, FILE *out)
{
	/* Times an odd number: numbers near each other are addresses far apart. */
	unsigned host = seldom(bench, 18) * 0x9e3779b1 & 0xffffff;
	(void)fprintf(out,
		      "10.%u.%u.%u - - [%02d/%s/%d:%02d:%02d:%02d +0000] \"%s /v1/pay/%u HTTP/1.1\""
		      " %s %u \"https://shop.example.com/\" \"",
		      host >> 16, host >> 8 & 255, host & 255, bench->at.tm_mday,
		      months[bench->at.tm_mon], bench->at.tm_year + 1900, bench->at.tm_hour,
		      bench->at.tm_min, bench->at.tm_sec, PICK(bench, methods), seldom(bench, 16),
		      PICK(bench, statuses), number(bench, 60000));
	write_agent(bench, out);
	(void)fputs("\"\n", out);
}

static void write_haproxy(struct bench *bench, FILE *out)
{
	char client[TEXT_SIZE], path[TEXT_SIZE];
	unsigned server = number(bench, 4) + 1, total = number(bench, 900);
	(void)fprintf(out,
		      "%s %2d %02d:%02d:%02d lb-01 haproxy[1432]: %s:%u"
		      " [%02d/%s/%d:%02d:%02d:%02d.%03u] fe_https~ be_pay/app-%02u"
		      " 0/0/1/%u/%u %s %u - - ---- 12/10/3/1/0 0/0 \"%s %s HTTP/1.1\"\n",
		      months[bench->at.tm_mon], bench->at.tm_mday, bench->at.tm_hour,
		      bench->at.tm_min, bench->at.tm_sec,
		      draw_client(bench, client, sizeof(client)), 1024 + number(bench, 60000),
		      bench->at.tm_mday, months[bench->at.tm_mon], bench->at.tm_year + 1900,
		      bench->at.tm_hour, bench->at.tm_min, bench->at.tm_sec, bench->millisecond,
		      server, total, total + 2, PICK(bench, statuses), number(bench, 60000),
		      PICK(bench, methods), draw_path(bench, path, sizeof(path)));
}

static void write_fortigate(struct bench *bench, FILE *out)
{
	char client[TEXT_SIZE];
	(void)fprintf(out,
		      "date=%04d-%02d-%02d time=%02d:%02d:%02d devname=\"fw-edge-01\""
		      " devid=\"FGT60F0000000001\" eventtime=%" PRId64
		      "%03u000000 tz=\"+0000\" logid=\"0000000013\" type=\"traffic\""
		      " subtype=\"forward\" level=\"notice\" vd=\"root\" srcip=%s srcport=%u"
		      " srcintf=\"wan1\" srcintfrole=\"wan\" dstip=203.0.113.%u dstport=443"
		      " dstintf=\"dmz\" dstintfrole=\"dmz\" sessionid=%" PRIu64
		      " proto=6 action=\"%s\" policyid=%u policytype=\"policy\" service=\"HTTPS\""
		      " trandisp=\"noop\" duration=%u sentbyte=%u rcvdbyte=%u sentpkt=10"
		      " rcvdpkt=12 appcat=\"unscanned\"\n",
		      bench->at.tm_year + 1900, bench->at.tm_mon + 1, bench->at.tm_mday,
		      bench->at.tm_hour, bench->at.tm_min, bench->at.tm_sec, bench->at_s,
		      bench->millisecond, draw_client(bench, client, sizeof(client)),
		      1024 + number(bench, 60000), number(bench, 16) + 1, bench->line + 100000,
		      PICK(bench, actions), number(bench, 40) + 1, number(bench, 120),
		      number(bench, 90000), number(bench, 90000));
}

static void write_panos(struct bench *bench, FILE *out)
{
	char client[TEXT_SIZE], at[TEXT_SIZE];
	unsigned bytes = number(bench, 90000);
	(void)strftime(at, sizeof(at), "%Y/%m/%d %H:%M:%S", &bench->at);
	(void)fprintf(out,
		      "%s %2d %02d:%02d:%02d fw-gw-01 1,%s,007051000000001,TRAFFIC,end,2817,%s,%s,"
		      "203.0.113.%u,0.0.0.0,0.0.0.0,allow-web-%u,,,ssl,vsys1,untrust,dmz,"
		      "ethernet1/1,ethernet1/2,siem,%s,%" PRIu64
		      ",1,%u,443,0,0,0x1c,tcp,allow,%u,%u,%u,20,%s,%u,any,,%" PRIu64
		      ",0x0,192.0.2.0-192.0.2.255,Reserved,,10,10,tcp-fin,0,0,0,0,vsys1,fw-gw-01,"
		      "from-policy\n",
		      months[bench->at.tm_mon], bench->at.tm_mday, bench->at.tm_hour,
		      bench->at.tm_min, bench->at.tm_sec, at, at,
		      draw_client(bench, client, sizeof(client)), number(bench, 16) + 1,
		      number(bench, 40), at, bench->line + 1, 1024 + number(bench, 60000), bytes,
		      bytes / 3, bytes - bytes / 3, at, number(bench, 90), bench->line + 7000000);
}

static void write_json(struct bench *bench, FILE *out)
{
	char client[TEXT_SIZE], path[TEXT_SIZE];
	(void)fprintf(out,
		      "{\"time\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03uZ\",\"level\":\"info\","
		      "\"host\":\"app-01\",\"remote_addr\":\"%s\",\"request_method\":\"%s\","
		      "\"request_uri\":\"%s\",\"status\":%s,\"body_bytes_sent\":%u,"
		      "\"request_time\":0.%03u,\"http_user_agent\":\"%s\"}\n",
		      bench->at.tm_year + 1900, bench->at.tm_mon + 1, bench->at.tm_mday,
		      bench->at.tm_hour, bench->at.tm_min, bench->at.tm_sec, bench->millisecond,
		      draw_client(bench, client, sizeof(client)), PICK(bench, methods),
		      draw_path(bench, path, sizeof(path)), PICK(bench, statuses),
		      number(bench, 60000), number(bench, 1000), PICK(bench, agents));
}

static void write_session(struct bench *bench, FILE *out)
{
	(void)fprintf(out, "systemd[1]: Started Session %u of user deploy.", number(bench, 100000));
}

static void write_login(struct bench *bench, FILE *out)
{
	char client[TEXT_SIZE];
	(void)fprintf(out, "sshd[%u]: Accepted publickey for %s from %s port %u ssh2",
		      1000 + number(bench, 60000), PICK(bench, people),
		      draw_client(bench, client, sizeof(client)), 1024 + number(bench, 60000));
}

static void write_refusal(struct bench *bench, FILE *out)
{
	char client[TEXT_SIZE];
	(void)fprintf(out, "sshd[%u]: Failed password for %s from %s port %u ssh2",
		      1000 + number(bench, 60000), PICK(bench, people),
		      draw_client(bench, client, sizeof(client)), 1024 + number(bench, 60000));
}

static void write_link(struct bench *bench, FILE *out)
{
	(void)fprintf(out, "kernel: [%6" PRId64 ".%06u] eth%u: link up, 1000 Mbps full duplex",
		      bench->at_s - START_S, number(bench, 1000000), number(bench, 8));
}

static void write_cron(struct bench *bench, FILE *out)
{
	(void)fprintf(out, "cron[%u]: (root) CMD (/usr/local/bin/rotate)", number(bench, 60000));
}

static void write_command(struct bench *bench, FILE *out)
{
	(void)fprintf(out,
		      "sudo:     %s : TTY=pts/%u ; PWD=/home/%s ; USER=root ;"
		      " COMMAND=/usr/bin/systemctl reload nginx",
		      PICK(bench, people), number(bench, 20), PICK(bench, people));
}

static void write_batch(struct bench *bench, FILE *out)
{
	(void)fprintf(out, "paymentd[812]: settled batch %" PRIu64 " of %u items in %u ms",
		      bench->line, number(bench, 1000), number(bench, 5000));
}

static void write_syslog(struct bench *bench, FILE *out)
{
	static void (*const sentences[])(struct bench * bench, FILE * out) = {
		write_session, write_login,   write_refusal, write_link,
		write_cron,    write_command, write_batch,   write_batch};
	(void)fprintf(out, "%s %2d %02d:%02d:%02d %s ", months[bench->at.tm_mon], bench->at.tm_mday,
		      bench->at.tm_hour, bench->at.tm_min, bench->at.tm_sec, PICK(bench, hosts));
	sentences[number(bench, sizeof(sentences) / sizeof(sentences[0]))](bench, out);
	(void)fputc('\n', out);
}

static const struct kind {
	const char *name;
	void (*write)(struct bench *bench, FILE *out);
} kinds[] = {
	{"nginx", write_nginx},
	{"nginx-clients", write_nginx_clients},
	{"nginx-browsers", write_browsers},
	{"haproxy", write_haproxy},
	{"fortigate", write_fortigate},
	{"panos", write_panos},
	{"json", write_json},
	{"syslog", write_syslog},
};

static const struct kind *find_kind(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].name, name) == 0) {
			return &kinds[i];
		}
	}
	return NULL;
}

/* Time passes evenly, LINES_PER_S lines a second. */
static void set_time(struct bench *bench)
{
	int64_t at_s = START_S + (int64_t)(bench->line / LINES_PER_S);
	bench->millisecond = (unsigned)(bench->line % LINES_PER_S) * (1000 / LINES_PER_S);
	if (at_s != bench->at_s) {
		time_t seconds = at_s;
		bench->at_s = at_s;
		(void)gmtime_r(&seconds, &bench->at);
	}
}

int main(int argc, char **argv)
{
	const struct kind *kind = argc < 3 ? NULL : find_kind(argv[1]);
	if (kind == NULL) {
		(void)fputs("usage: bench-generate KIND LINES [SEED [PATHS]]\n", stderr);
		return 2;
	}
	uint64_t lines = strtoull(argv[2], NULL, 10);
	struct bench bench = {.state = argc > 3 ? strtoull(argv[3], NULL, 10) : 1,
			      .paths = argc > 4 ? strtoull(argv[4], NULL, 10) : PATHS};
	(void)setvbuf(stdout, NULL, _IOFBF, BUFFER_SIZE);
	for (bench.line = 0; bench.line < lines; bench.line++) {
		set_time(&bench);
		kind->write(&bench, stdout);
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
