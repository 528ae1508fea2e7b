namespace Pipeline.Delivery.Tests.Rows;

/// <summary>A file that comes to hold what another one does: half of it at once, the rest bit by bit, whether a line ends there or not.</summary>
internal static class GrowingFile
{
    private const int Steps = 400;
    private const int LastSteps = 20;

    /// <summary>Ends when it holds everything.</summary>
    /// <param name="whole">What is copied.</param>
    /// <param name="growing">The file, made here.</param>
    /// <param name="time">How long the second half takes.</param>
    /// <param name="beforeTheLast">What the last bit waits for; null: nothing.</param>
    internal static async Task GrowAsync(string whole, string growing, TimeSpan time, Task? beforeTheLast = null)
    {
        var bytes = await File.ReadAllBytesAsync(whole).ConfigureAwait(false);
        var half = bytes.Length / 2;
        var file = new FileStream(growing, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await using (file.ConfigureAwait(false))
        {
            var written = half;
            await file.WriteAsync(bytes.AsMemory(0, half)).ConfigureAwait(false);
            for (var step = 1; step <= Steps; step++)
            {
                await Task.Delay(time / Steps).ConfigureAwait(false);
                if (step == Steps - LastSteps && beforeTheLast is not null)
                    await beforeTheLast.ConfigureAwait(false);
                var end = half + (int)((long)(bytes.Length - half) * step / Steps);
                await file.WriteAsync(bytes.AsMemory(written, end - written)).ConfigureAwait(false);
                written = end;
            }
        }
    }
}
