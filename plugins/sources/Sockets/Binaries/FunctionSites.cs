using System.Collections.Immutable;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>Where the programs of a file's functions stand.</summary>
internal sealed class FunctionSites(ElfBinary binary, IReadOnlyList<FunctionSymbol> functions)
{
    private const string AtEntry = "_entry", AtReturn = "_return";

    /// <exception cref="BinaryException">The file does not hold a function.</exception>
    internal ImmutableArray<ProbeSite> All() => [.. functions.SelectMany(Of)];

    internal static ProbeSite Entry(KnownFunction function, long offset) => new(function.Program + AtEntry, offset, false);

    internal static ProbeSite Return(KnownFunction function, long offset) => new(function.Program + AtReturn, offset, false);

    private IEnumerable<ProbeSite> Of(FunctionSymbol symbol)
    {
        var (function, address, _) = symbol;
        var offset = binary.CodeOffset(address) ?? throw new BinaryException(BinaryRefusal.Damaged, "is damaged: a function lies outside its code");
        var code = Code(symbol, offset);
        if (code is not null && function.GoesOnAs is { } other && functions.Any(f => f.Function.Program == other) && CheapSites.IsTailCallOnly(code))
            return [];
        var entry = code is null ? address : CheapSites.Entry(code, function.Arguments);
        return
        [
            Entry(function, offset + (long)(entry - address)),
            .. Returns(code) is { } returns
                ? returns.Select(r => Return(function, offset + (long)(r - address)))
                : [new ProbeSite(function.Program + AtReturn, offset, true)],
        ];
    }

    /// <summary>Null where the kernel is to find the returns: that is exact always, and cheap where the function's first instruction is.</summary>
    private static ImmutableArray<ulong>? Returns(FunctionCode? code) =>
        code is null || code.IsEmulated(code.Instructions[0]) ? null : CheapSites.Returns(code);

    private FunctionCode? Code(FunctionSymbol symbol, long offset) =>
        binary.IsArm64 || symbol.Size is 0 or > FunctionCode.MostBytes
            ? null
            : FunctionCode.Decode(binary.File.Bytes((ulong)offset, symbol.Size, "a function"), symbol.Address);
}
