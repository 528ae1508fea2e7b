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
            return new LookedAtFile("", []);
        if (binary.Problem is { } problem)
        {
            log.LogWarning("{File} {Problem}: if it encrypts, its plain text is not seen", path, problem.Text);
            return new LookedAtFile(path, []);
        }

        return Attach(binary, open, path);
    }

    private LookedAtFile Attach(TlsBinary binary, string open, string path)
    {
        var places = new List<IDisposable>();
        try
        {
            foreach (var site in binary.Sites)
                if (LibraryPrograms.At(site, open, loaded.Spec) is { } place)
                    places.Add(loaded.Attach(place));
        }
        catch (BpfException e)
        {
            places.ForEach(p => p.Dispose());
            places.Clear();
            log.LogWarning("{File}: its plain text is not seen: {Problem}", path, e.Message);
        }

        if (places.Count > 0)
            log.LogInformation("{File} is observed: {Library}, {Places} places", path, binary.Library, places.Count);
        return new LookedAtFile(path, places);
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
