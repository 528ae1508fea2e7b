namespace Pipeline.Bpf;

/// <summary>What the kernel knows a mapped file by. When the file is gone, another may get the same number.</summary>
/// <param name="Major">Of the device.</param>
/// <param name="Minor">Of the device.</param>
/// <param name="Inode">On it; 0: no file.</param>
public readonly record struct MappedFile(uint Major, uint Minor, ulong Inode);
