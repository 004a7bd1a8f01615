/*
 * How fast libwbxml and expat read a message, in runs per second of CPU time, best of three rounds; for `npm run bench --
 * codec`, which builds this. Arguments: what to do, and the file with the message. Prints one number.
 */
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wbxml/wbxml.h>

enum { ROUNDS = 3, RUNS_BETWEEN_LOOKS = 50 };
static const double WARM_UP_SECONDS = 0.2;
static const double ROUND_SECONDS = 0.7;

/* The library has them; its public header does not. */
typedef struct WBXMLTree_s WBXMLTree;
extern WBXMLError wbxml_tree_from_wbxml(WB_UTINY *octets, WB_ULONG length, int language, int charset, WBXMLTree **tree);
extern WBXMLError wbxml_tree_to_wbxml(WBXMLTree *tree, WB_UTINY **octets, WB_ULONG *length, WBXMLGenWBXMLParams *how);
extern void wbxml_tree_destroy(WBXMLTree *tree);

static unsigned char message[1 << 20];
static size_t length;
static long events;

static void fail(const char *why) {
  fprintf(stderr, "%s\n", why);
  exit(1);
}

static WBXMLTree *tree_of_message(void) {
  WBXMLTree *tree = NULL;
  if (wbxml_tree_from_wbxml(message, length, 0, 0, &tree) != WBXML_OK) fail("libwbxml does not read the message");
  return tree;
}

static void decode(void) { wbxml_tree_destroy(tree_of_message()); }

static void round_trip(void) {
  WBXMLGenWBXMLParams how = {WBXML_VERSION_12, 0, 0, 0};
  WBXMLTree *tree = tree_of_message();
  WB_UTINY *octets = NULL;
  WB_ULONG written = 0;
  if (wbxml_tree_to_wbxml(tree, &octets, &written, &how) != WBXML_OK) fail("libwbxml does not write the message");
  free(octets);
  wbxml_tree_destroy(tree);
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes) {
  (void)user, (void)name, (void)attributes;
  events += 1;
}

static void XMLCALL on_end(void *user, const XML_Char *name) {
  (void)user, (void)name;
  events += 1;
}

static void XMLCALL on_text(void *user, const XML_Char *text, int octets) {
  (void)user, (void)text, (void)octets;
  events += 1;
}

static void read_xml(void) {
  XML_Parser parser = XML_ParserCreateNS(NULL, '|');
  XML_SetElementHandler(parser, on_start, on_end);
  XML_SetCharacterDataHandler(parser, on_text);
  if (XML_Parse(parser, (const char *)message, (int)length, 1) != XML_STATUS_OK) fail("expat does not read the message");
  XML_ParserFree(parser);
}

static double cpu_seconds(void) {
  struct timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

static double rate_of(void (*run)(void), double seconds) {
  const double start = cpu_seconds();
  for (long runs = RUNS_BETWEEN_LOOKS;; runs += RUNS_BETWEEN_LOOKS) {
    for (int count = 0; count < RUNS_BETWEEN_LOOKS; count += 1) run();
    const double used = cpu_seconds() - start;
    if (used >= seconds) return (double)runs / used;
  }
}

int main(int count, char **arguments) {
  if (count != 3) fail("usage: peers decode|roundTrip|expat FILE");
  const char *what = arguments[1];
  void (*run)(void) = strcmp(what, "decode") == 0      ? decode
                      : strcmp(what, "roundTrip") == 0 ? round_trip
                      : strcmp(what, "expat") == 0     ? read_xml
                                                       : NULL;
  if (run == NULL) fail("what to do is decode, roundTrip or expat");
  FILE *file = fopen(arguments[2], "rb");
  if (file == NULL) fail("the message cannot be opened");
  length = fread(message, 1, sizeof message, file);
  fclose(file);
  rate_of(run, WARM_UP_SECONDS);
  double best = 0;
  for (int round = 0; round < ROUNDS; round += 1) {
    const double rate = rate_of(run, ROUND_SECONDS);
    if (rate > best) best = rate;
  }
  printf("%.0f\n", best);
  return 0;
}
