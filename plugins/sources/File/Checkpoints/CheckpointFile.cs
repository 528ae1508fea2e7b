using Microsoft.Extensions.Logging;
using Pipeline.Sources.File.Native;

namespace Pipeline.Sources.File.Checkpoints;

/// <summary>A component's checkpoint on disk, its own while this lives. Replaced as a whole, so that a crash leaves the one before or the one after.</summary>
internal sealed class CheckpointFile : IDisposable
{
    private readonly string _file;
    private readonly ILogger _log;
    private readonly FileStream _lock;

    /// <param name="folder">Where; made when it is not there.</param>
    /// <param name="component">Whose.</param>
    /// <param name="log">Told what is wrong with it.</param>
    /// <exception cref="UnavailableException">The folder cannot be written to, or another process has the checkpoint.</exception>
    public CheckpointFile(string folder, string component, ILogger log)
    {
        var name = Path.Combine(folder, Uri.EscapeDataString(component));
        _file = name + ".checkpoint";
        _log = log;
        try
        {
            Directory.CreateDirectory(folder);
            _lock = new FileStream(name + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnavailableException($"{_file} cannot be had: {e.Message}; another pipeline may use it, or [pipeline] data_dir names a folder that this user cannot write to", e);
        }
    }

    /// <summary>What was written last; nothing where that cannot be read, which is said and set aside.</summary>
    public IReadOnlyList<CheckpointEntry> Read()
    {
        try
        {
            return CheckpointText.Read(System.IO.File.ReadAllBytes(_file));
        }
        catch (FileNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            var aside = _file + ".corrupt";
            _log.LogError("the checkpoint {File} cannot be read and is set aside as {Aside}: {Problem}; files are read as if for the first time", _file, aside, e.Message);
            SetAside(aside);
            return [];
        }
    }

    /// <exception cref="IOException">It cannot be written; the one before is still there.</exception>
    public void Write(IReadOnlyCollection<CheckpointEntry> entries)
    {
        var temporary = _file + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(CheckpointText.Write(entries));
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(temporary, _file, overwrite: true);
        Libc.Flush(Path.GetDirectoryName(_file)!);
    }

    /// <summary>Removes it: everything is read.</summary>
    public void Delete() => System.IO.File.Delete(_file);

    public void Dispose() => _lock.Dispose();

    private void SetAside(string aside)
    {
        try
        {
            System.IO.File.Move(_file, aside, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.LogError("the checkpoint {File} cannot be set aside: {Problem}; the next commit replaces it", _file, e.Message);
        }
    }
}
