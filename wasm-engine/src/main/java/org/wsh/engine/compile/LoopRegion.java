// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.CatchClause;
import org.wsh.engine.binary.GcImmediates;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.compile.BodyShape.Block;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.valid.BlockTypes;
import org.wsh.engine.valid.FunctionFacts;

/** A loop as a region: a pass over the body to its end finds the blocks around it, the locals in it, and where it branches to. */
final class LoopRegion {
    private final Declarations module;
    private final ByteReader in;
    private final ArrayList<Block> open = new ArrayList<>();
    private final BitSet handlers = new BitSet();       // which of them are in a catch
    private final BitSet mentioned = new BitSet(), set = new BitSet();
    private final LinkedHashSet<Block> exits = new LinkedHashSet<>();
    private Block[] around;                             // of the loop, once it began
    private boolean supported = true;

    private LoopRegion(Declarations module, int function, FunctionFacts facts) {
        this.module = module;
        this.in = new ByteReader(module.bytes(), facts.code(), module.bodyEnds()[function - module.importedFunctions()]);
        open.add(new Block(0, BLOCK, -1, false, module.functionType(function)));
    }

    /**
     * Null if there is something in the loop that a region can't have (tail calls, delegate, parameters), or it is in a handler of the older form.
     *
     * @param loop its place in the module
     */
    static Region of(Declarations module, int function, FunctionFacts facts, int loop) {
        return new LoopRegion(module, function, facts).find(loop, "r" + function + "_loop");
    }

    private Region find(int loop, String method) {
        int blocks = 1;
        while (true) {
            int at = in.position;
            int op = Immediates.opcode(in);
            switch (op) {
                case BLOCK, LOOP, IF, TRY, TRY_TABLE -> {
                    var type = BlockTypes.read(in, module);
                    if (at == loop) {
                        around = open.toArray(new Block[0]);
                        supported = handlers.isEmpty() && type.parameterCount() == 0;
                    }
                    if (op == TRY_TABLE) {
                        for (var clause : CatchClause.read(in)) {
                            branch(clause.label());
                        }
                    }
                    open.add(new Block(blocks++, op, at, false, type));
                }
                case CATCH, CATCH_ALL -> {
                    Immediates.skip(in, op);
                    handlers.set(open.size() - 1);
                }
                case END, DELEGATE -> {
                    Immediates.skip(in, op);
                    supported &= op == END || around == null;
                    handlers.clear(open.size() - 1);
                    if (open.removeLast().openAt == loop) {
                        return supported ? region(loop, method) : null;
                    }
                }
                case LOCAL_GET -> mentioned.set(in.u32());
                case LOCAL_SET, LOCAL_TEE -> {
                    int x = in.u32();
                    mentioned.set(x);
                    set.set(x);
                }
                case BR, BR_IF, BR_ON_NULL, BR_ON_NON_NULL -> branch(in.u32());
                case GcOpcode.BR_ON_CAST, GcOpcode.BR_ON_CAST_FAIL -> branch(GcImmediates.CastBranch.read(in, module.definedTypes()).label());
                case BR_TABLE -> {
                    for (int n = in.count("br_table"); n >= 0; n--) {
                        branch(in.u32());
                    }
                }
                case RETURN -> branch(open.size() - 1);
                case RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> {
                    Immediates.skip(in, op);
                    supported &= around == null;
                }
                default -> Immediates.skip(in, op);
            }
            if (around == null) {
                mentioned.clear();
                set.clear();
            }
        }
    }

    private void branch(int depth) {
        int target = open.size() - 1 - depth;
        if (around != null && target < around.length) {
            exits.add(open.get(target));
        }
    }

    private Region region(int loop, String method) {
        var region = new Region(loop, in.position, 0, 0, true);
        region.method = method;
        region.around = around;
        region.left = new Block[0];
        region.exits(exits);
        region.mentioned = mentioned.stream().toArray();
        region.inputs = region.mentioned;
        region.outputs = set.stream().toArray();
        region.alone = true;
        return region;
    }

    /** The outermost of a body's regions that lie in the loop become its own. */
    static void adopt(Region loop, List<Region> regions) {
        for (var region : regions) {
            if (region.start > loop.start && region.end < loop.end) {
                loop.children.add(region);
            } else if (region.start < loop.end && loop.start < region.end) {
                adopt(loop, region.children);
            }
        }
    }
}
