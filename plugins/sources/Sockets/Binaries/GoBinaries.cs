using System.Collections.Immutable;
using Iced.Intel;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>Finds where to stand in what Go compiles.</summary>
internal static class GoBinaries
{
    // Before, arguments were on the stack.
    private const int FirstMinorX64 = 17, FirstMinorArm64 = 18;

    // Instructions, the check of the stack among them.
    private const int LastOfCheck = 6;

    private static readonly (string Name, KnownFunction Function)[] Wanted =
    [
        ("crypto/tls.(*Conn).Write", new(TlsLibrary.Go, "go_write", 3)),
        ("crypto/tls.(*Conn).Read", new(TlsLibrary.Go, "go_read", 3)),
        ("crypto/tls.(*Conn).clientHandshake", new(TlsLibrary.Go, "go_handshake", 1)),
        ("crypto/tls.(*Conn).serverHandshake", new(TlsLibrary.Go, "go_handshake", 1)),
    ];

    // The receiver, and of the slice address and length. Its capacity is in rdi, which nobody reads.
    private static readonly Register[] Arguments = [Register.RAX, Register.RBX, Register.RCX];

    /// <summary>Empty where nothing of Go's TLS is in it.</summary>
    /// <exception cref="BinaryException">It is damaged, or of a version that is not supported.</exception>
    internal static ImmutableArray<ProbeSite> Sites(ElfBinary binary)
    {
        if (binary.Section(GoBuild.SectionName) is not { } build || GoTable.Find(binary) is not { } table)
            return [];
        var functions = GoFunctions.Find(binary, table, Wanted);
        if (functions.Count > 0)
            CheckVersion(binary, table, GoBuild.Minor(binary, build));
        return [.. functions.SelectMany(f => Sites(binary, f))];
    }

    private static void CheckVersion(ElfBinary binary, GoTable table, int? minor)
    {
        var first = binary.IsArm64 ? FirstMinorArm64 : FirstMinorX64;
        // The table changed with 1.18: whoever does not tell its version but has a newer table is new enough.
        if (minor is { } told ? told < first : !table.IsRelative)
            throw new BinaryException(BinaryRefusal.Version, $"is made by Go {(minor is null ? "of an unknown version" : $"1.{minor}")}, whose calls have their arguments on the stack");
    }

    private static IEnumerable<ProbeSite> Sites(ElfBinary binary, FunctionSymbol symbol)
    {
        var offset = binary.CodeOffset(symbol.Address) ?? throw new BinaryException(BinaryRefusal.Damaged, "is damaged: a function lies outside its code");
        if (symbol.Size > FunctionCode.MostBytes)
            throw new BinaryException(BinaryRefusal.Code, "has a function of Go's TLS that is too large to look through");
        var bytes = binary.File.Bytes((ulong)offset, symbol.Size, "a function");
        var (entry, returns) = binary.IsArm64 ? (0, Arm64Returns(bytes)) : X64Places(bytes);
        if (returns.Count == 0)
            throw new BinaryException(BinaryRefusal.Code, "has a function of Go's TLS that never returns");
        return returns.Select(r => FunctionSites.Return(symbol.Function, offset + r)).Prepend(FunctionSites.Entry(symbol.Function, offset + entry));
    }

    private static (long Entry, List<long> Returns) X64Places(byte[] bytes)
    {
        if (FunctionCode.Decode(bytes, 0) is not { } code || !code.Instructions.Take(LastOfCheck).Any(IsStackCheck))
            throw new BinaryException(BinaryRefusal.Code, "has a function of Go's TLS that does not begin as Go's functions do");
        // A return is where it is: the stack may be elsewhere by then, so that none can be waited for.
        var returns = code.Instructions.Where(i => i.FlowControl == FlowControl.Return).Select(i => (long)i.IP).ToList();
        return ((long)CheapSites.Entry(code, Arguments, isRestarted: true), returns);
    }

    // The end of the goroutine's stack, by which each function but the smallest ones finds out whether to grow it; if so, it begins again.
    private static bool IsStackCheck(Instruction instruction)
    {
        const int stackEnd = 16;
        return instruction is { Mnemonic: Mnemonic.Cmp, MemoryBase: Register.R14, MemoryDisplacement64: stackEnd };
    }

    private static List<long> Arm64Returns(byte[] bytes)
    {
        const uint ret = 0xd65f03c0;
        var returns = new List<long>();
        for (var at = 0; at + sizeof(uint) <= bytes.Length; at += sizeof(uint))
            if (ReadUInt32LittleEndian(bytes.AsSpan(at)) == ret)
                returns.Add(at);
        return returns;
    }
}
