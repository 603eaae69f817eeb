using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

public sealed class VectorFilesTests
{
    [Fact]
    public void Read_FurtherFolder_AddsItsCases()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var own = VectorFiles.Read("priority-load.json", null).ToList();
            File.WriteAllText(Path.Combine(folder.FullName, "priority-load.json"), """{ "vectors": [ { "name": "mine", "input": { "kind": "k" }, "expected": {} } ] }""");
            var both = VectorFiles.Read("priority-load.json", folder.FullName).ToList();

            Assert.NotEmpty(own);
            Assert.Equal(own.Count + 1, both.Count);
            Assert.Equal(("further: mine", "k"), (both[^1].Name, both[^1].Kind));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Read_FurtherFolderMissing_Throws() =>
        Assert.Throws<DirectoryNotFoundException>(() => VectorFiles.Read("priority-load.json", "/no/such/folder").ToList());
}
