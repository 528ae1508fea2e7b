using Iced.Intel;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>The instructions of one function of x86-64, and how they follow each other.</summary>
internal sealed class FunctionCode
{
    /// <summary>A larger function is not looked through.</summary>
    internal const int MostBytes = 64 << 10;

    private readonly byte[] _code;
    private readonly List<Instruction> _instructions = [];
    private readonly HashSet<ulong> _targets = [];
    private readonly InstructionInfoFactory _facts = new();

    private FunctionCode(byte[] code, ulong address) => (_code, Address) = (code, address);

    internal ulong Address { get; }

    internal IReadOnlyList<Instruction> Instructions => _instructions;

    /// <summary>Null where the bytes are not all instructions.</summary>
    internal static FunctionCode? Decode(byte[] code, ulong address)
    {
        var function = new FunctionCode(code, address);
        var decoder = Decoder.Create(64, code, address);
        while (decoder.IP < address + (ulong)code.Length)
        {
            var instruction = decoder.Decode();
            if (instruction.IsInvalid)
                return null;
            function._instructions.Add(instruction);
            if (instruction.IsJccShortOrNear || instruction.IsJmpShortOrNear || instruction.IsJcxShort || instruction.IsLoop || instruction.IsLoopcc)
                function._targets.Add(instruction.NearBranchTarget);
        }

        return function;
    }

    internal bool IsEmulated(in Instruction instruction) =>
        EmulatedInstructions.Has(instruction, _code.AsSpan((int)(instruction.IP - Address), instruction.Length));

    /// <summary>Whether another place of the function leads to this instruction, besides the one before it.</summary>
    internal bool IsJoined(in Instruction instruction) => _targets.Contains(instruction.IP);

    /// <summary>Whether it goes on somewhere else than at what follows, or perhaps does.</summary>
    internal static bool Leads(in Instruction instruction) => instruction.FlowControl is not FlowControl.Next;

    /// <summary>Whether it leaves the function for good in another way than by a return: a call of another in its own place, or one that cannot be told.</summary>
    internal bool IsTailCall(in Instruction instruction) => instruction.FlowControl switch
    {
        FlowControl.IndirectBranch => true,
        FlowControl.UnconditionalBranch or FlowControl.ConditionalBranch => instruction.NearBranchTarget - Address >= (ulong)_code.Length,
        _ => false,
    };

    /// <summary>Whether it changes one of the registers, or a part of one.</summary>
    internal bool Changes(in Instruction instruction, ReadOnlySpan<Register> registers)
    {
        foreach (var used in _facts.GetInfo(instruction).GetUsedRegisters())
            if (used.Access is not (OpAccess.Read or OpAccess.CondRead or OpAccess.None) && registers.Contains(used.Register.GetFullRegister()))
                return true;
        return false;
    }
}
