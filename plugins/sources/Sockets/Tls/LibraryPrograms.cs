using Pipeline.Bpf;
using Pipeline.Sources.Sockets.Binaries;

namespace Pipeline.Sources.Sockets.Tls;

/// <summary>Which of the kernel's programs is to stand at a place that was found in a file.</summary>
internal static class LibraryPrograms
{
    private static readonly Dictionary<string, LibraryFunction> Functions = new(StringComparer.Ordinal)
    {
        ["ssl_other"] = LibraryFunction.Other,
        ["ssl_handshake"] = LibraryFunction.Handshake,
        ["ssl_read"] = LibraryFunction.Read,
        ["ssl_read_ex"] = LibraryFunction.ReadEx,
        ["ssl_read_early"] = LibraryFunction.ReadEarly,
        ["ssl_write"] = LibraryFunction.Write,
        ["ssl_write_ex"] = LibraryFunction.WriteEx,
        ["ssl_write_ex2"] = LibraryFunction.WriteEx2,
        ["ssl_write_early"] = LibraryFunction.WriteEarly,
        ["gnutls_other"] = LibraryFunction.Other,
        ["gnutls_handshake"] = LibraryFunction.Handshake0,
        ["gnutls_recv"] = LibraryFunction.Read,
        ["gnutls_send"] = LibraryFunction.Write,
        ["gnutls_send2"] = LibraryFunction.Write,
        ["dotnet_other"] = LibraryFunction.Other,
        ["dotnet_handshake"] = LibraryFunction.HandshakeAround,
        ["dotnet_read"] = LibraryFunction.ReadAround,
        ["dotnet_write"] = LibraryFunction.WriteAround,
    };

    /// <summary>Null: this object has no program for it.</summary>
    internal static UserPlace? At(ProbeSite site, BpfObjectSpec spec)
    {
        if (WithoutEnd(site.Program, "_entry") is { } entered && Functions.TryGetValue(entered, out var function))
            return new("all__tls_enter__uprobe", site.Offset, site.AtReturn, (ulong)function);
        if (WithoutEnd(site.Program, "_return") is { } left && Functions.TryGetValue(left, out function))
            return new("all__tls_leave__uretprobe", site.Offset, site.AtReturn, (ulong)function);
        return spec.Programs.FirstOrDefault(p => p.OnDemand && p.Hook == site.Program) is { } program
            ? new(program.Name, site.Offset, site.AtReturn, 0)
            : null;
    }

    private static string? WithoutEnd(string name, string end) => name.EndsWith(end, StringComparison.Ordinal) ? name[..^end.Length] : null;
}
