// SPDX-License-Identifier: Apache-2.0
// Builds, counts and frees binary trees of depth 12: recursion, pointers, a free list. After `binary-trees` of the Benchmarks Game.
#include "../kernel.h"

enum { DEPTH = 12, NODES = (2 << DEPTH) + 16 };
typedef struct Node Node;
struct Node { Node *left, *right; };

static Node pool[NODES];
static Node *free_nodes;

static Node *take(void)
{
    Node *node = free_nodes;
    free_nodes = node->left;
    return node;
}

static void give(Node *node)
{
    node->left = free_nodes;
    free_nodes = node;
}

static Node *build(int depth)
{
    Node *node = take();
    node->left = depth > 0 ? build(depth - 1) : NULL;
    node->right = depth > 0 ? build(depth - 1) : NULL;
    return node;
}

static int32_t count(const Node *node)
{
    return node->left == NULL ? 1 : 1 + count(node->left) + count(node->right);
}

static void release(Node *node)
{
    if (node->left != NULL) {
        release(node->left);
        release(node->right);
    }
    give(node);
}

int64_t run(int32_t n)
{
    free_nodes = NULL;
    for (int i = 0; i < NODES; i++)
        give(&pool[i]);
    uint64_t sum = 0;
    for (int32_t turn = 0; turn < n; turn++) {
        Node *tree = build(DEPTH - (turn & 3));
        sum = mix(sum, (uint64_t)count(tree));
        release(tree);
    }
    return (int64_t)sum;
}
