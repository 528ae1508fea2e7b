using System.Collections.Immutable;
using Iced.Intel;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>Where in a function of x86-64 a program sees each call, and each return, for the least.</summary>
internal static class CheapSites
{
    private static readonly Register[] Arguments = [Register.RDI, Register.RSI, Register.RDX, Register.RCX, Register.R8, Register.R9];

    // The place from which compilers take the value that tells whether the stack was overwritten.
    private const ulong StackGuard = 0x28;

    /// <summary>
    /// An instruction that each call comes to once, its arguments still where they were: the first that is emulated, or else the function's own first.
    /// </summary>
    /// <param name="code">The function.</param>
    /// <param name="arguments">How many of its arguments are to be there.</param>
    internal static ulong Entry(FunctionCode code, int arguments) => Entry(code, Arguments.AsSpan(0, arguments), isRestarted: false);

    /// <param name="code">The function.</param>
    /// <param name="arguments">Where its arguments are.</param>
    /// <param name="isRestarted">Whether it may jump back to its beginning with the same arguments: then a call may come to the instruction again, and is the same call.</param>
    internal static ulong Entry(FunctionCode code, ReadOnlySpan<Register> arguments, bool isRestarted)
    {
        foreach (var instruction in code.Instructions)
        {
            // What comes back to here would be taken for another call.
            if (code.IsJoined(instruction) && !(isRestarted && instruction.IP == code.Address))
                break;
            if (code.IsEmulated(instruction))
                return instruction.IP;
            if (FunctionCode.Leads(instruction) || code.Changes(instruction, arguments))
                break;
        }

        return code.Address;
    }

    /// <summary>An instruction for each way out of the function, its result already in rax. Null: not every way out is known.</summary>
    internal static ImmutableArray<ulong>? Returns(FunctionCode code)
    {
        var sites = ImmutableArray.CreateBuilder<ulong>();
        for (var i = 0; i < code.Instructions.Count; i++)
        {
            var instruction = code.Instructions[i];
            if (code.IsTailCall(instruction))
                return null;
            if (instruction.FlowControl == FlowControl.Return)
                sites.Add(Before(code, i));
        }

        return sites.Count > 0 ? sites.ToImmutable() : null;
    }

    /// <summary>Whether all that the function does is to go on as another, with the same arguments or more.</summary>
    internal static bool IsTailCallOnly(FunctionCode code)
    {
        foreach (var instruction in code.Instructions)
            if (FunctionCode.Leads(instruction))
                return instruction.IsJmpShortOrNear && code.IsTailCall(instruction);
        return false;
    }

    /// <summary>The return itself, or an emulated instruction that is always followed by it, and after which the result stays what it is.</summary>
    private static ulong Before(FunctionCode code, int at)
    {
        for (var i = at; i > 0 && !code.IsJoined(code.Instructions[i]); i--)
        {
            var before = code.Instructions[i - 1];
            if (before.IsJccShortOrNear && code.IsEmulated(before) && i > 1 && IsGuard(code.Instructions[i - 2]))
                return before.IP;
            if (FunctionCode.Leads(before) || code.Changes(before, [Register.RAX]))
                break;
            if (code.IsEmulated(before))
                return before.IP;
        }

        return code.Instructions[at].IP;
    }

    // Whoever jumps after it does not return: the stack was overwritten.
    private static bool IsGuard(in Instruction instruction) =>
        instruction.Mnemonic is Mnemonic.Sub or Mnemonic.Xor or Mnemonic.Cmp && instruction.MemorySegment == Register.FS && instruction.MemoryDisplacement64 == StackGuard;
}
