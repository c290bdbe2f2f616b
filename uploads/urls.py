from django.urls import path

from uploads import views

app_name = "uploads"

urlpatterns = [
    path("", views.create, name="create"),
    path("r/<str:slug>/", views.show, name="show"),
    path("r/<str:slug>/<int:number>/result", views.result, name="result"),
    path("r/<str:slug>/<int:number>/faces", views.faces, name="faces"),
    path("r/<str:slug>/pictures.zip", views.archive, name="archive"),
    path("r/<str:slug>/delete", views.delete, name="delete"),
]
