using Iced.Intel;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>
/// Instructions of x86-64 that the kernel carries out itself when it finds a breakpoint on them. Any other has to be stepped over by the processor, out of its place, with
/// a second trap, which costs many times as much.
/// </summary>
internal static class EmulatedInstructions
{
    private const byte OperandSizePrefix = 0x66;

    /// <param name="instruction">The instruction.</param>
    /// <param name="bytes">Its bytes.</param>
    internal static bool Has(in Instruction instruction, ReadOnlySpan<byte> bytes) =>
        IsPush(bytes) || IsNop(bytes) || (IsRelativeBranch(instruction) && bytes[0] != OperandSizePrefix);

    // One byte, or two where the register is one of r8 to r15.
    private static bool IsPush(ReadOnlySpan<byte> bytes) => bytes is [>= 0x50 and <= 0x57] or [0x41, >= 0x50 and <= 0x57];

    private static bool IsNop(ReadOnlySpan<byte> bytes) => bytes is [0x90] or [0x0f, 0x1f, 0x44, 0x00, 0x00];

    private static bool IsRelativeBranch(in Instruction instruction) =>
        instruction.IsJccShortOrNear || instruction.IsJmpShortOrNear || instruction.IsCallNear;
}
