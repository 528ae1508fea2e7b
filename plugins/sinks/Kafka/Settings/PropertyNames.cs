using System.Runtime.InteropServices;
using Pipeline.Sinks.Kafka.Native;

namespace Pipeline.Sinks.Kafka.Settings;

/// <summary>All properties that the loaded library knows, other spellings included, which it tells only as a page for people.</summary>
internal static unsafe partial class PropertyNames
{
    public static string[] OfLibrary()
    {
        byte* text = null;
        nuint size = 0;
        var file = open_memstream(&text, &size);
        if (file == 0)
            return [];
        Librdkafka.rd_kafka_conf_properties_show(file);
        // The text is there only once the file is closed.
        if (fclose(file) != 0)
            return [];
        var page = NativeText.Of(text);
        free(text);
        return
        [
            .. page.Split('\n')
                .Select(line => line.Split('|')[0].Trim())
                .Where(name => name.Length > 0 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_')),
        ];
    }

    [LibraryImport("libc")]
    private static partial nint open_memstream(byte** text, nuint* size);

    [LibraryImport("libc")]
    private static partial int fclose(nint file);

    [LibraryImport("libc")]
    private static partial void free(void* memory);
}
