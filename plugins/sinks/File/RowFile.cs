using Microsoft.Extensions.Logging;

namespace Pipeline.Sinks.File;

/// <summary>
/// The file at a path through its life: opened and mended, appended to, rotated, opened again where somebody else moved it. What was appended since
/// <see cref="Begin"/> or the last <see cref="Commit"/> can be taken back. Every failure is an <see cref="OutputFault"/>.
/// </summary>
/// <param name="pattern">Where it lies.</param>
/// <param name="header">What stands above its rows; empty: nothing.</param>
/// <param name="settings">What holds for all files.</param>
/// <param name="rotation">Sets files aside.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The component's log.</param>
internal sealed class RowFile(PathPattern pattern, byte[] header, RowFileSettings settings, Rotation rotation, TimeProvider time, ILogger log) : IDisposable
{
    private readonly GzipMember? _member = settings.Compression == FileCompression.Gzip ? new() : null;
    private AppendFile? _file;
    private DateTimeOffset _due;

    // Where what is not committed begins, and whether there is any.
    private long _start;
    private bool _isOpenEnded;

    /// <summary>When it has to be rotated for its age; null while there is none or nothing is due by age.</summary>
    public DateTimeOffset? Due => _file is null || settings.MaxAge is null ? null : _due;

    /// <summary>Bytes of text that may still be appended before the file has to be rotated. What becomes of them packed nobody knows before.</summary>
    public long Room => RoomIn(_file!);

    /// <summary>Whether there is anything in it but what stands above its rows.</summary>
    public bool HasRows => HasRowsIn(_file!);

    /// <summary>Whether a commit has to wait for nothing.</summary>
    public bool CommitsAtOnce => settings.Fsync == FsyncPolicy.Never;

    /// <summary>Finds out whether the file can be written, and makes the folders it lies in.</summary>
    public void Check()
    {
        var path = pattern.At(time.GetUtcNow());
        Folders.Make(path, settings.Permissions);
        if (Libc.Access(Path.GetDirectoryName(path)!, Libc.W_OK | Libc.X_OK) != 0)
            throw OutputFault.Last($"{Path.GetDirectoryName(path)} cannot be written");
        if (Path.Exists(path))
            AppendFile.Open(path, settings.Permissions, out _).Dispose();
    }

    /// <summary>Has the file of this moment open and at an end that rows can follow.</summary>
    public void Begin()
    {
        TakeBack();
        var now = time.GetUtcNow();
        var path = pattern.At(now);
        if (_file is not null && (_file.Path != path || !_file.IsStillThere()))
            Close();
        if (_file is not null && IsFinished(_file, now))
            SetAside(now);
        if (_file is null)
            Open(path, now);
        Start();
    }

    /// <summary>Appends whole rows.</summary>
    public void Append(ReadOnlySpan<byte> rows)
    {
        if (rows.IsEmpty)
            return;
        _isOpenEnded = true;
        _file!.Append(_member is null ? rows : _member.Pack(rows));
    }

    /// <summary>What was appended stays.</summary>
    public void Commit()
    {
        if (settings.Fsync == FsyncPolicy.EveryWrite)
            _file!.Sync();
        _start = _file!.Size;
        _isOpenEnded = false;
    }

    /// <summary>Goes on in a new file. What was appended must have been committed.</summary>
    public void Rotate()
    {
        var now = time.GetUtcNow();
        SetAside(now);
        Open(pattern.At(now), now);
        Start();
    }

    /// <summary>Rotates the file if its time has come.</summary>
    public void RotateIfDue()
    {
        TakeBack();
        var now = time.GetUtcNow();
        if (Due is not { } due || now < due)
            return;
        if (_file!.IsStillThere() && HasRows)
            SetAside(now);
        else
            Close();
    }

    /// <summary>Takes back what was appended and not committed.</summary>
    public void TakeBack()
    {
        if (!_isOpenEnded)
            return;
        _file!.Shrink(_start);
        _isOpenEnded = false;
    }

    public void Dispose()
    {
        Close();
        _member?.Dispose();
    }

    private void Start()
    {
        _start = _file!.Size;
        if (_file.Size == 0)
            Append(header);
    }

    private void Open(string path, DateTimeOffset now)
    {
        while (_file is null)
        {
            var file = AppendFile.Open(path, settings.Permissions, out var isNew);
            try
            {
                if (isNew && settings.Fsync == FsyncPolicy.EveryWrite)
                    Folders.Sync(path);
                var mended = file.Size == 0 || FileEnd.Mend(file, header, settings.Compression, log);
                _due = settings.MaxAge is { } age ? ((file.Size == 0 ? null : file.Born) ?? now) + age : DateTimeOffset.MaxValue;
                if (mended && !IsFinished(file, now))
                    _file = file;
                else
                    rotation.SetAside(path, now);
            }
            finally
            {
                if (_file is null)
                    file.Dispose();
            }
        }
    }

    private bool HasRowsIn(AppendFile file) => file.Size > (_member is null ? header.Length : 0);

    private bool IsFinished(AppendFile file, DateTimeOffset now) => HasRowsIn(file) && (RoomIn(file) == 0 || now >= _due);

    private long RoomIn(AppendFile file) => settings.MaxSize is not { } most ? long.MaxValue
        : _member is null ? Math.Max(0, most - file.Size)
        : file.Size < most ? long.MaxValue : 0;

    private void SetAside(DateTimeOffset now)
    {
        rotation.SetAside(_file!.Path, now);
        if (settings.Fsync == FsyncPolicy.EveryWrite)
            Folders.Sync(_file.Path);
        Close();
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
        _isOpenEnded = false;
    }
}
