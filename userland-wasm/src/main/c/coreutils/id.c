// SPDX-License-Identifier: Apache-2.0
// id, whoami, groups, logname: who runs this. POSIX: utilities/id.html, logname.html.

#include <grp.h>
#include <pwd.h>
#include "commands.h"
#include "lib/files.h"

static const char id_usage[] =
    "Usage: id [OPTION]... [USER]...\n"
    "Print user and group information for each specified USER, or (when USER omitted) for the current process.\n\n"
    "  -g, --group   print only the effective group ID\n"
    "  -G, --groups  print all group IDs\n"
    "  -n, --name    print a name instead of a number, for -ugG\n"
    "  -r, --real    print the real ID instead of the effective ID, with -ugG\n"
    "  -u, --user    print only the effective user ID\n"
    "  -z, --zero    delimit entries with NUL characters, not whitespace\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";
static const struct option_spec id_table[] = {
    {'g', "group", NO_ARGUMENT}, {'G', "groups", NO_ARGUMENT}, {'n', "name", NO_ARGUMENT}, {'r', "real", NO_ARGUMENT},
    {'u', "user", NO_ARGUMENT}, {'z', "zero", NO_ARGUMENT}, {'a', NULL, NO_ARGUMENT}, {0, NULL, 0}};
static const struct option_spec no_options[] = {{0, NULL, 0}};

enum { MOST = 256 };
struct identity {
    uid_t uid, effective_uid;
    gid_t gid, effective_gid;
    gid_t groups[MOST];
    int count;
};

static void add_group(struct identity *id, gid_t gid) {
    for (int i = 0; i < id->count; i++)
        if (id->groups[i] == gid) return;
    if (id->count < MOST) id->groups[id->count++] = gid;
}

static void identify_self(struct identity *id) {
    gid_t groups[MOST];
    int count = getgroups(MOST, groups);
    *id = (struct identity){.uid = getuid(), .effective_uid = geteuid(), .gid = getgid(), .effective_gid = getegid()};
    add_group(id, id->gid);
    add_group(id, id->effective_gid);
    for (int i = 0; i < count; i++) add_group(id, groups[i]);
}

static bool identify(const char *name, struct identity *id) {
    uid_t uid;
    struct passwd *user = getpwnam(name);
    if (user == NULL && parse_user(name, &uid)) user = getpwuid(uid);
    if (user == NULL) return false;
    *id = (struct identity){.uid = user->pw_uid, .effective_uid = user->pw_uid, .gid = user->pw_gid, .effective_gid = user->pw_gid};
    char *own_name = copy_string(user->pw_name);
    add_group(id, id->gid);
    setgrent();
    for (struct group *group; (group = getgrent()) != NULL;)
        for (char **member = group->gr_mem; *member; member++)
            if (strcmp(*member, own_name) == 0) add_group(id, group->gr_gid);
    endgrent();
    free(own_name);
    return true;
}

static const char *user_name(uid_t uid) {
    struct passwd *user = getpwuid(uid);
    return user ? user->pw_name : NULL;
}

static const char *group_name(gid_t gid) {
    struct group *group = getgrgid(gid);
    return group ? group->gr_name : NULL;
}

static void print_id(unsigned id, const char *name, const char *what, bool names) {
    if (!names) out_format("%u", id);
    else if (name) out_string(name);
    else {
        warn("cannot find name for %s ID %u", what, id);
        out_format("%u", id);
    }
}

static void print_pair(const char *label, unsigned id, const char *name) {
    out_format("%s%u", label, id);
    if (name) out_format("(%s)", name);
}

static void print_all(const struct identity *id) {
    print_pair("uid=", id->uid, user_name(id->uid));
    print_pair(" gid=", id->gid, group_name(id->gid));
    if (id->effective_uid != id->uid) print_pair(" euid=", id->effective_uid, user_name(id->effective_uid));
    if (id->effective_gid != id->gid) print_pair(" egid=", id->effective_gid, group_name(id->effective_gid));
    for (int i = 0; i < id->count; i++) print_pair(i ? "," : " groups=", id->groups[i], group_name(id->groups[i]));
}

static void print_groups(const struct identity *id, bool names, char separator) {
    for (int i = 0; i < id->count; i++) {
        if (i) out_char(separator);
        print_id(id->groups[i], names ? group_name(id->groups[i]) : NULL, "group", names);
    }
}

static int id_main(int argc, char **argv) {
    bool names = false, real = false, zero = false;
    int what = 0, choices = 0;
    struct options options = {.argc = argc, .argv = argv, .table = id_table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'g': case 'G': case 'u': choices += what != key; what = key; break;
        case 'n': names = true; break;
        case 'r': real = true; break;
        case 'z': zero = true; break;
        }
    }
    if (choices > 1) fatal("cannot print \"only\" of more than one choice");
    if ((names || real) && !what) fatal("cannot print only names or real IDs in default format");
    if (zero && !what) fatal("option --zero not permitted in default format");
    char *self[] = {NULL, NULL}, **users = options.operand_count ? options.operands : self;
    for (int i = 0; i == 0 || users[i]; i++) {
        struct identity id;
        if (users[i] == NULL) identify_self(&id);
        else if (!identify(users[i], &id)) {
            warn("%s: no such user", quote(users[i]));
            continue;
        }
        uid_t uid = real ? id.uid : id.effective_uid;
        gid_t gid = real ? id.gid : id.effective_gid;
        if (what == 'u') print_id(uid, names ? user_name(uid) : NULL, "user", names);
        else if (what == 'g') print_id(gid, names ? group_name(gid) : NULL, "group", names);
        else if (what == 'G') print_groups(&id, names, zero ? '\0' : ' ');
        else print_all(&id);
        out_char(zero ? '\0' : '\n');
    }
    return status;
}

static const char whoami_usage[] =
    "Usage: whoami [OPTION]...\n"
    "Print the user name associated with the current effective user ID. Same as id -un.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static int whoami_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = no_options};
    next_option(&options);
    if (options.operand_count > 0) extra_operand(options.operands[0]);
    const char *name = user_name(geteuid());
    if (name == NULL) fatal("cannot find name for user ID %u", (unsigned)geteuid());
    out_format("%s\n", name);
    return 0;
}

static const char logname_usage[] =
    "Usage: logname [OPTION]\n"
    "Print the user's login name.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static int logname_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = no_options};
    next_option(&options);
    if (options.operand_count > 0) extra_operand(options.operands[0]);
    const char *name = getlogin();
    if (name == NULL) fatal("no login name");
    out_format("%s\n", name);
    return 0;
}

static const char groups_usage[] =
    "Usage: groups [OPTION]... [USERNAME]...\n"
    "Print group memberships for each USERNAME or, if no USERNAME is specified, for the current process.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static int groups_main(int argc, char **argv) {
    struct identity id;
    struct options options = {.argc = argc, .argv = argv, .table = no_options};
    next_option(&options);
    if (options.operand_count == 0) {
        identify_self(&id);
        print_groups(&id, true, ' ');
        out_char('\n');
    }
    for (char **user = options.operands; *user; user++) {
        if (!identify(*user, &id)) {
            warn("%s: no such user", quote(*user));
            continue;
        }
        out_format("%s : ", *user);
        print_groups(&id, true, ' ');
        out_char('\n');
    }
    return status;
}

const struct command cmd_id = {"id", id_usage, id_main, 0};
const struct command cmd_whoami = {"whoami", whoami_usage, whoami_main, 0};
const struct command cmd_logname = {"logname", logname_usage, logname_main, 0};
const struct command cmd_groups = {"groups", groups_usage, groups_main, 0};
