using Microsoft.Win32.SafeHandles;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>Looks into programs and libraries for functions that encrypt and decrypt.</summary>
internal static class TlsBinaries
{
    // Its functions are compiled into their callers, mostly, and those that are not return what they did as the compiler of the day thinks best.
    private static readonly BinaryProblem Rustls = new(BinaryRefusal.Library, "encrypts with rustls, whose calls cannot be observed");

    /// <summary>
    /// What there is in the file. Null: nothing, or it is no program. Whatever the file is, it takes little memory and the time to read its tables once. Sites are of
    /// the file that is open, which may no longer be the one of that name: attach by the same descriptor.
    /// </summary>
    internal static TlsBinary? Inspect(SafeFileHandle file)
    {
        try
        {
            var written = File.GetLastWriteTimeUtc(file);
            var binary = Look(new BinaryFile(file));
            return binary is null || File.GetLastWriteTimeUtc(file) == written ? binary : Refused(new(BinaryRefusal.Changed, "changed while it was looked at"));
        }
        catch (BinaryException e)
        {
            return Refused(e.Problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Refused(new(BinaryRefusal.Unreadable, $"cannot be read: {e.Message}"));
        }
    }

    private static TlsBinary? Look(BinaryFile file)
    {
        if (ElfBinary.Open(file) is not { } binary)
            return null;
        var go = GoBinaries.Sites(binary);
        var functions = SymbolSearch.Find(binary, out var hasRustls);
        var sites = go.AddRange(new FunctionSites(binary, functions).All());
        if (sites.IsEmpty)
            return hasRustls ? new(TlsLibrary.Rustls, [], Rustls) : null;
        return new(go.IsEmpty ? functions.Min(f => f.Function.Library) : TlsLibrary.Go, sites, null);
    }

    private static TlsBinary Refused(BinaryProblem problem) => new(null, [], problem);
}
