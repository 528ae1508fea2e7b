using Microsoft.Win32.SafeHandles;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>Looks into programs and libraries for functions that encrypt and decrypt.</summary>
internal static class TlsBinaries
{
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
        var functions = SymbolSearch.Find(binary);
        var sites = go.AddRange(new FunctionSites(binary, functions).All());
        return sites.IsEmpty ? null : new(go.IsEmpty ? functions.Min(f => f.Function.Library) : TlsLibrary.Go, sites, null);
    }

    private static TlsBinary Refused(BinaryProblem problem) => new(null, [], problem);
}
