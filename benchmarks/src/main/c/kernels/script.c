// SPDX-License-Identifier: Apache-2.0
// A small language: its compiler to bytecode for a stack machine, and the machine, on a program that sieves primes, sorts, counts words by hash, and plays with
// recursion. A larger program: an interpreter that runs something real. Own.
#include "../kernel.h"

// ---- The program. All values are 32-bit ints; `m[e]` is the memory that all functions share.

static const char source[] =
    "fn primes(limit) { let i = 0; let count = 0;"
    "  while i <= limit { m[i] = 1; i = i + 1; }"
    "  i = 2;"
    "  while i <= limit {"
    "    if m[i] { count = count + 1; let k = i * i; while k <= limit { m[k] = 0; k = k + i; } }"
    "    i = i + 1; }"
    "  return count; }"
    "fn fill(from, n, seed) { let i = 0;"
    "  while i < n { seed = seed * 1103515245 + 12345; m[from + i] = seed >> 8 & 65535; i = i + 1; }"
    "  return seed; }"
    "fn sort(low, high) { if low >= high { return 0; }"
    "  let pivot = m[(low + high) / 2]; let i = low; let j = high;"
    "  while i <= j {"
    "    while m[i] < pivot { i = i + 1; }"
    "    while m[j] > pivot { j = j - 1; }"
    "    if i <= j { let t = m[i]; m[i] = m[j]; m[j] = t; i = i + 1; j = j - 1; } }"
    "  sort(low, j); sort(i, high); return 0; }"
    "fn check(from, n) { let i = 1; let sum = m[from];"
    "  while i < n { if m[from + i - 1] > m[from + i] { return 0 - 1; } sum = sum * 31 + m[from + i]; i = i + 1; }"
    "  return sum; }"
    "fn words(from, n, table, size) { let i = 0;"
    "  while i < size * 2 { m[table + i] = 0; i = i + 1; }"
    "  i = 0;"
    "  while i < n { let word = m[from + i] & 255; let slot = word * 40503 >> 4 & size - 1; let looking = 1;"
    "    while looking {"
    "      if m[table + slot * 2 + 1] == 0 { m[table + slot * 2] = word; m[table + slot * 2 + 1] = 1; looking = 0; }"
    "      else { if m[table + slot * 2] == word { m[table + slot * 2 + 1] = m[table + slot * 2 + 1] + 1; looking = 0; }"
    "        else { slot = slot + 1 & size - 1; } } }"
    "    i = i + 1; }"
    "  let most = 0; i = 0;"
    "  while i < size { if m[table + i * 2 + 1] > most { most = m[table + i * 2 + 1]; } i = i + 1; }"
    "  return most; }"
    "fn towers(n, from, to, over) { if n == 0 { return 0; }"
    "  return towers(n - 1, from, over, to) + 1 + towers(n - 1, over, to, from); }"
    "fn gcd(a, b) { while b != 0 { let t = a % b; a = b; b = t; } return a; }"
    "fn main(seed) { let sum = primes(2000);"
    "  seed = fill(0, 600, seed); sum = sum * 7 + words(0, 600, 4096, 512);"
    "  sort(0, 599); sum = sum * 7 + check(0, 600); sum = sum * 7 + towers(8, 1, 2, 3);"
    "  let i = 1; while i < 100 { sum = sum + gcd(i * 360, 1 + (seed >> 4 & 4095)); i = i + 1; }"
    "  return sum; }";

// ---- Bytecode.

typedef enum {
    PUSH, GET, SET, LOAD, STORE, ADD, SUB, MUL, DIV, MOD, AND, OR, XOR, SHL, SHR, LT, LE, GT, GE, EQ, NE, NOT, JUMP, JUMP_IF_NOT, CALL, RETURN, DROP, HALT
} Operation;

enum { CODE = 4096, FUNCTIONS = 32, VARIABLES = 32, STACK = 4096, MEMORY = 8192 };
typedef struct { const char *name; int32_t length, entry, parameters, locals; } Function;
typedef struct { const char *name; int32_t length; } Variable;

static int32_t code[CODE];
static int32_t code_size;
static Function functions[FUNCTIONS];
static int32_t function_count;
static Variable variables[VARIABLES];
static int32_t variable_count;
static int failed;

static void emit(int32_t word)
{
    if (code_size < CODE)
        code[code_size++] = word;
    else
        failed = 1;
}

// ---- Tokens.

typedef enum { END, NAME, INT, SYMBOL } TokenKind;
static const char *at;
static struct { TokenKind kind; const char *start; int32_t length, value; } token;

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void advance(void)
{
    while (*at == ' ' || *at == '\n')
        at++;
    token.start = at;
    token.value = 0;
    if (*at == 0)
        token.kind = END;
    else if (is_letter(*at)) {
        token.kind = NAME;
        while (is_letter(*at) || is_digit(*at))
            at++;
    } else if (is_digit(*at)) {
        token.kind = INT;
        while (is_digit(*at))
            token.value = (int32_t)((uint32_t)token.value * 10 + (uint32_t)(*at++ - '0'));
    } else {
        token.kind = SYMBOL;
        char first = *at++;
        if (*at == '=' && (first == '<' || first == '>' || first == '=' || first == '!'))
            at++;
        else if (*at == first && (first == '<' || first == '>'))
            at++;
    }
    token.length = (int32_t)(at - token.start);
}

static int is(const char *text)
{
    int32_t i = 0;
    while (i < token.length && text[i] == token.start[i])
        i++;
    return i == token.length && text[i] == 0;
}

static int accept(const char *text)
{
    if (token.kind == END || !is(text))
        return 0;
    advance();
    return 1;
}

static void expect(const char *text)
{
    if (!accept(text))
        failed = 1;
}

static int same(const char *a, int32_t a_length, const char *b, int32_t b_length)
{
    return a_length == b_length && memcmp(a, b, (size_t)a_length) == 0;
}

// ---- The compiler: one pass, operators by precedence.

typedef struct { const char *text; int32_t precedence; Operation operation; } Binary;
static const Binary binaries[] = {
    {"|", 1, OR}, {"^", 2, XOR}, {"&", 3, AND}, {"==", 4, EQ}, {"!=", 4, NE}, {"<", 5, LT}, {"<=", 5, LE}, {">", 5, GT}, {">=", 5, GE},
    {"<<", 6, SHL}, {">>", 6, SHR}, {"+", 7, ADD}, {"-", 7, SUB}, {"*", 8, MUL}, {"/", 8, DIV}, {"%", 8, MOD}};

static void expression(int32_t precedence);
static void block(void);

static int32_t variable(const char *name, int32_t length)
{
    for (int32_t i = variable_count - 1; i >= 0; i--)
        if (same(variables[i].name, variables[i].length, name, length))
            return i;
    failed = 1;
    return 0;
}

static int32_t declare(void)
{
    if (token.kind != NAME || variable_count == VARIABLES) {
        failed = 1;
        return 0;
    }
    variables[variable_count] = (Variable){token.start, token.length};
    advance();
    return variable_count++;
}

static int32_t function_named(const char *name, int32_t length)
{
    for (int32_t i = 0; i < function_count; i++)
        if (same(functions[i].name, functions[i].length, name, length))
            return i;
    failed = 1;
    return 0;
}

static void call(const char *name, int32_t length)
{
    int32_t f = function_named(name, length), given = 0;
    if (!accept(")")) {
        do {
            expression(1);
            given++;
        } while (accept(","));
        expect(")");
    }
    failed |= given != functions[f].parameters;
    emit(CALL);
    emit(f);
}

static void primary(void)
{
    if (token.kind == INT) {
        emit(PUSH);
        emit(token.value);
        advance();
    } else if (accept("(")) {
        expression(1);
        expect(")");
    } else if (accept("!")) {
        primary();
        emit(NOT);
    } else if (token.kind == NAME) {
        const char *name = token.start;
        int32_t length = token.length;
        advance();
        if (accept("(")) {
            call(name, length);
        } else if (accept("[")) {
            expression(1);
            expect("]");
            emit(LOAD);
        } else {
            emit(GET);
            emit(variable(name, length));
        }
    } else
        failed = 1;
}

static void expression(int32_t precedence)
{
    primary();
    while (token.kind == SYMBOL && !failed) {
        const Binary *found = NULL;
        for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++)
            if (is(binaries[i].text))
                found = &binaries[i];
        if (found == NULL || found->precedence < precedence)
            return;
        advance();
        expression(found->precedence + 1);
        emit(found->operation);
    }
}

static int32_t jump(Operation operation)
{
    emit(operation);
    emit(0);
    return code_size - 1;
}

static void assignment_or_call(void)
{
    const char *name = token.start;
    int32_t length = token.length;
    advance();
    if (accept("(")) {
        call(name, length);
        emit(DROP);
    } else if (accept("[")) {
        expression(1);
        expect("]");
        expect("=");
        expression(1);
        emit(STORE);
    } else {
        expect("=");
        expression(1);
        emit(SET);
        emit(variable(name, length));
    }
    expect(";");
}

static void statement(void)
{
    if (accept("let")) {
        int32_t v = declare();
        expect("=");
        expression(1);
        expect(";");
        emit(SET);
        emit(v);
    } else if (accept("while")) {
        int32_t start = code_size;
        expression(1);
        int32_t out = jump(JUMP_IF_NOT);
        block();
        emit(JUMP);
        emit(start);
        code[out] = code_size;
    } else if (accept("if")) {
        expression(1);
        int32_t no = jump(JUMP_IF_NOT);
        block();
        if (accept("else")) {
            int32_t past = jump(JUMP);
            code[no] = code_size;
            block();
            code[past] = code_size;
        } else
            code[no] = code_size;
    } else if (accept("return")) {
        expression(1);
        expect(";");
        emit(RETURN);
    } else if (token.kind == NAME)
        assignment_or_call();
    else
        failed = 1;
}

static void block(void)
{
    expect("{");
    while (!failed && !accept("}"))
        statement();
}

static void function(void)
{
    Function *f = &functions[function_count++];
    variable_count = 0;
    *f = (Function){token.start, token.length, code_size, 0, 0};
    advance();
    expect("(");
    if (!accept(")")) {
        do {
            declare();
            f->parameters++;
        } while (accept(","));
        expect(")");
    }
    block();
    f->locals = variable_count;
}

static void compile(void)
{
    at = source;
    code_size = function_count = 0;
    failed = 0;
    advance();
    while (!failed && accept("fn"))
        function();
    failed |= token.kind != END;
}

// ---- The machine. A frame lies on the stack: locals, return address, the caller's frame and function; then operands.

static int32_t stack[STACK], memory[MEMORY];

static int32_t execute(int32_t function, int32_t argument)
{
    const int32_t *pc = &code[functions[function].entry];
    int32_t *frame = stack, *top = stack + functions[function].locals;
    static const int32_t halt[] = {HALT};
    const int32_t *returns[256];
    int32_t *frames[256];
    int32_t depth = 0;
    returns[0] = halt;
    frames[0] = stack;
    frame[0] = argument;
    for (;;) {
        int32_t x, y;
        switch ((Operation)*pc++) {
        case PUSH: *top++ = *pc++; break;
        case GET: *top++ = frame[*pc++]; break;
        case SET: frame[*pc++] = *--top; break;
        case LOAD: top[-1] = memory[top[-1] & (MEMORY - 1)]; break;
        case STORE: top -= 2; memory[top[0] & (MEMORY - 1)] = top[1]; break;
        case ADD: top--; top[-1] = (int32_t)((uint32_t)top[-1] + (uint32_t)top[0]); break;
        case SUB: top--; top[-1] = (int32_t)((uint32_t)top[-1] - (uint32_t)top[0]); break;
        case MUL: top--; top[-1] = (int32_t)((uint32_t)top[-1] * (uint32_t)top[0]); break;
        case DIV: top--; top[-1] = top[0] == 0 ? 0 : (int32_t)((int64_t)top[-1] / top[0]); break;
        case MOD: top--; top[-1] = top[0] == 0 ? 0 : (int32_t)((int64_t)top[-1] % top[0]); break;
        case AND: top--; top[-1] &= top[0]; break;
        case OR: top--; top[-1] |= top[0]; break;
        case XOR: top--; top[-1] ^= top[0]; break;
        case SHL: top--; top[-1] = (int32_t)((uint32_t)top[-1] << (top[0] & 31)); break;
        case SHR: top--; top[-1] = (int32_t)((uint32_t)top[-1] >> (top[0] & 31)); break;
        case LT: top--; top[-1] = top[-1] < top[0]; break;
        case LE: top--; top[-1] = top[-1] <= top[0]; break;
        case GT: top--; top[-1] = top[-1] > top[0]; break;
        case GE: top--; top[-1] = top[-1] >= top[0]; break;
        case EQ: top--; top[-1] = top[-1] == top[0]; break;
        case NE: top--; top[-1] = top[-1] != top[0]; break;
        case NOT: top[-1] = !top[-1]; break;
        case JUMP: pc = &code[*pc]; break;
        case JUMP_IF_NOT: x = *--top; pc = x ? pc + 1 : &code[*pc]; break;
        case CALL: {
            const Function *f = &functions[*pc++];
            if (depth == 255 || top + f->locals + 64 > stack + STACK)
                return -2;
            returns[++depth] = pc;
            frames[depth] = frame;
            frame = top - f->parameters;
            for (top = frame + f->parameters; top < frame + f->locals; top++)
                *top = 0;
            pc = &code[f->entry];
            break;
        }
        case RETURN:
            y = top[-1];
            pc = returns[depth];
            top = frame;
            frame = frames[depth--];
            *top++ = y;
            break;
        case DROP: top--; break;
        case HALT: return top[-1];
        default: return -3;
        }
    }
}

int64_t run(int32_t n)
{
    uint64_t sum = 0;
    for (int32_t turn = 0; turn < n; turn++) {
        compile();
        if (failed)
            return -1;
        sum = mix(sum, (uint64_t)execute(function_named("main", 4), turn * 7919 + 1));
    }
    return (int64_t)sum;
}
