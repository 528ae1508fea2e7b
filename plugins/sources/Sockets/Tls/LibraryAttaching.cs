using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Pipeline.Bpf;
using Pipeline.Sources.Sockets.Binaries;

namespace Pipeline.Sources.Sockets.Tls;

/// <summary>Looks into a file and attaches programs where its functions encrypt and decrypt. What comes of it is logged, once a file. One thread.</summary>
internal sealed class LibraryAttaching(BpfObject loaded, ILogger log)
{
    internal LookedAtFile LookInto(SafeFileHandle file)
    {
        // By descriptor: its path may be another file's by now.
        var open = $"/proc/self/fd/{file.DangerousGetHandle()}";
        var path = NameOf(open);
        if (TlsBinaries.Inspect(file) is not { } binary)
            return new LookedAtFile("", null);
        if (binary.Problem is { } problem)
        {
            log.LogWarning("{File} {Problem}: if it encrypts, its plain text is not seen", path, problem.Text);
            return new LookedAtFile(path, null);
        }

        return Attach(binary, open, path);
    }

    private LookedAtFile Attach(TlsBinary binary, string open, string path)
    {
        UserPlace[] places = [.. binary.Sites.Select(s => LibraryPrograms.At(s, loaded.Spec)).OfType<UserPlace>()];
        if (places.Length == 0)
            return new LookedAtFile(path, null);
        try
        {
            var attached = loaded.Attach(open, places);
            log.LogInformation("{File} is observed: {Library}, places: {Places}", path, binary.Library, places.Length);
            return new LookedAtFile(path, attached);
        }
        catch (BpfException e)
        {
            log.LogWarning("{File}: its plain text is not seen: {Problem}", path, e.Message);
            return new LookedAtFile(path, null);
        }
    }

    private static string NameOf(string open)
    {
        try
        {
            return new FileInfo(open).LinkTarget ?? open;
        }
        catch (IOException)
        {
            return open;
        }
    }
}
